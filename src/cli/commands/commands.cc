#include "cli/commands/commands.h"

namespace northstar::cli {

std::span<const CommandSpec> Commands() {
  static const std::vector<CommandSpec> kCommands = {
      DemoCommand(),
      EvaluateCommand(),
      LeadCommand(),
      LoadCommand(),
      QueryCommand(),
      ReportCommand(),
      VersionCommand(),
  };
  return kCommands;
}

}  // namespace northstar::cli
