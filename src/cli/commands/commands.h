// The commands that act on the machine; each is defined in the file of its name. What is asked of a
// project is a request (api/request.h).
#pragma once

#include "cli/command.h"

namespace northstar::cli {

CommandSpec BackupCommand();
CommandSpec CompletionCommand();
CommandSpec DemoCommand();
CommandSpec DoctorCommand();
CommandSpec ForgetCommand();
CommandSpec InitCommand();
CommandSpec InspectCommand();
CommandSpec LoadCommand();
CommandSpec RestoreCommand();
CommandSpec SchemaCommand();
CommandSpec ServeCommand();
CommandSpec SqlModelCommand();
CommandSpec TokenCommand();
CommandSpec TokenCreateCommand();
CommandSpec TokenListCommand();
CommandSpec TokenRevokeCommand();
CommandSpec VersionCommand();

}  // namespace northstar::cli
