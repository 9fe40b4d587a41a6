// Commands that a running server of the project runs in this process's place: the data are open
// there. What they print and how they end is as if they ran here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "server/command_runner.h"

namespace northstar::cli {

// The exit code; nullopt: no server of the project runs. `arguments` as they were typed.
std::optional<int> RunByServer(const std::vector<std::string>& arguments, Context& context);

// The other side: runs one in the server, which `clock` belongs to. For server::ServerSettings.
server::RunCommand MakeCommandRunner(const Clock* clock);

}  // namespace northstar::cli
