#include "cli/commands/commands.h"

namespace northstar::cli {

std::span<const CommandSpec> Commands() {
  static const std::vector<CommandSpec> kCommands = {
      CatalogCommand(), CohortsCommand(),  DecideCommand(),     DemoCommand(),
      InitCommand(),    DoctorCommand(),   EvaluateCommand(),   LeadCommand(),
      LoadCommand(),    QueryCommand(),    ReportCommand(),     SchemaCommand(),
      ScoreCommand(),   ValidateCommand(), ValueWordsCommand(), VersionCommand(),
  };
  return kCommands;
}

}  // namespace northstar::cli
