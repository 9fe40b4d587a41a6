#include "cli/commands/commands.h"

#include <algorithm>

#include "cli/request_commands.h"

namespace northstar::cli {

std::span<const CommandSpec> Commands() {
  static const std::vector<CommandSpec> kCommands = [] {
    std::vector<CommandSpec> all = RequestCommands();
    for (CommandSpec (*command)() :
         {BackupCommand, CompletionCommand, DemoCommand, DoctorCommand, ForgetCommand, InitCommand,
          InspectCommand, LoadCommand, RestoreCommand, SchemaCommand, ServeCommand, SqlModelCommand,
          TokenCommand, TokenCreateCommand, TokenListCommand, TokenRevokeCommand, VersionCommand}) {
      all.push_back(command());
    }
    std::sort(all.begin(), all.end(),
              [](const CommandSpec& a, const CommandSpec& b) { return a.name < b.name; });
    return all;
  }();
  return kCommands;
}

}  // namespace northstar::cli
