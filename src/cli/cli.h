// The command line: main() hands everything over to here.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace northstar::cli {

// `arguments` without the program's name. Returns the exit code.
int Main(const std::vector<std::string>& arguments, Context& context);

}  // namespace northstar::cli
