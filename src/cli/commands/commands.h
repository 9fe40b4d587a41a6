// The commands that act on the machine or the project's files; each is defined in the file of its
// name. Questions are requests (api/request.h).
#pragma once

#include "cli/command.h"

namespace northstar::cli {

CommandSpec CatalogCommand();
CommandSpec CompletionCommand();
CommandSpec DecideCommand();
CommandSpec DemoCommand();
CommandSpec DoctorCommand();
CommandSpec InitCommand();
CommandSpec LoadCommand();
CommandSpec SchemaCommand();
CommandSpec ScoreCommand();
CommandSpec ValidateCommand();
CommandSpec VersionCommand();

}  // namespace northstar::cli
