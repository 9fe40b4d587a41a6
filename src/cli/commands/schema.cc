#include "model/schema.h"

#include "cli/commands/commands.h"

namespace northstar::cli {

CommandSpec SchemaCommand() {
  return {"schema",
          "Print the JSON Schema of project files, for editors",
          "northstar schema > northstar.schema.json",
          {},
          {},
          [](Context& context, const Parsed&) -> int {
            context.out(JsonSchemaText());
            return kFine;
          }};
}

}  // namespace northstar::cli
