#include "model/schema.h"

#include "cli/commands/commands.h"
#include "json/answers.h"

namespace northstar::cli {

CommandSpec SchemaCommand() {
  return {"schema",
          "Print the JSON Schema of project files, for editors",
          "northstar schema > northstar.schema.json",
          {},
          {{"--answers", "", "Print the schema of every answer to --format json instead"}},
          [](Context& context, const Parsed& parsed) -> int {
            context.out(parsed.Has("--answers") ? Dump(AnswerSchemas()) : JsonSchemaText());
            return kFine;
          }};
}

}  // namespace northstar::cli
