// The requests of the table (api/request.h) as commands: options from parameters, an answer in the
// form that was asked for, an exit code.
#pragma once

#include <vector>

#include "cli/command.h"

namespace northstar::cli {

std::vector<CommandSpec> RequestCommands();

}  // namespace northstar::cli
