// The command line: main() hands everything over to here. Reads arguments, runs one command, and
// tells by the exit code what came of it; everything that it does to the world goes through the
// Context, so that tests run it without a process.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace northstar::cli {

// `arguments` without the program's name. Returns the exit code: 0 fine, 1 it found what it was
// asked to look out for, 2 the call or the project is at fault, 3 data, disk or engine failed.
// Catches all that is thrown. Changes the context: its outputs are guarded, format and folder set.
int Main(const std::vector<std::string>& arguments, Context& context);

}  // namespace northstar::cli
