#include "model/schema.h"

#include "cli/commands/commands.h"
#include "json/answers.h"
#include "report/schema_pages.h"

namespace northstar::cli {
namespace {

int RunSchema(Context& context, const Parsed& parsed) {
  const bool answers = parsed.Has("--answers");
  if (context.format == Format::kMarkdown) {
    context.out(answers ? AnswersMarkdown() : ReferenceMarkdown());
  } else {
    context.out(answers ? Dump(AnswerSchemas()) : JsonSchemaText());
  }
  return kFine;
}

}  // namespace

CommandSpec SchemaCommand() {
  return {"schema",
          "Print the JSON Schema of project files, for editors",
          "northstar schema > northstar.schema.json",
          {},
          {{"--answers", "", "Print the schema of every answer to --format json instead"}},
          RunSchema};
}

}  // namespace northstar::cli
