// The commands that act on the machine; each is defined in the file of its name. What is asked of a
// project is a request (api/request.h).
#pragma once

#include "cli/command.h"

namespace northstar::cli {

CommandSpec CompletionCommand();
CommandSpec DemoCommand();
CommandSpec DoctorCommand();
CommandSpec InitCommand();
CommandSpec InspectCommand();
CommandSpec LoadCommand();
CommandSpec SchemaCommand();
CommandSpec SqlModelCommand();
CommandSpec VersionCommand();

}  // namespace northstar::cli
