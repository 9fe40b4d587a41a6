#include "cli/commands/commands.h"

namespace northstar::cli {

std::span<const CommandSpec> Commands() {
  static const std::vector<CommandSpec> kCommands = {
      CatalogCommand(),  CohortsCommand(),  DemoCommand(),    InitCommand(),  DoctorCommand(),
      EvaluateCommand(), LeadCommand(),     LoadCommand(),    QueryCommand(), ReportCommand(),
      SchemaCommand(),   ValidateCommand(), VersionCommand(),
  };
  return kCommands;
}

}  // namespace northstar::cli
