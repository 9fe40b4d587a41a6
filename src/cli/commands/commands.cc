#include "cli/commands/commands.h"

namespace northstar::cli {

std::span<const CommandSpec> Commands() {
  static const std::vector<CommandSpec> kCommands = {
      CatalogCommand(), CohortsCommand(),  DecideCommand(),  DemoCommand(),     DetectCommand(),
      DoctorCommand(),  EvaluateCommand(), ExplainCommand(), FeedbackCommand(), ForecastCommand(),
      InitCommand(),    LeadCommand(),     LoadCommand(),    QueryCommand(),    ReportCommand(),
      SchemaCommand(),  ScoreCommand(),    TreeCommand(),    ValidateCommand(), ValueWordsCommand(),
      VersionCommand(),
  };
  return kCommands;
}

}  // namespace northstar::cli
