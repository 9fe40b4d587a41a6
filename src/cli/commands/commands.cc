#include "cli/commands/commands.h"

namespace northstar::cli {

std::span<const CommandSpec> Commands() {
  static const std::vector<CommandSpec> kCommands = {
      EvaluateCommand(),
      LeadCommand(),
      LoadCommand(),
      QueryCommand(),
      VersionCommand(),
  };
  return kCommands;
}

}  // namespace northstar::cli
