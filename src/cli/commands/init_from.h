// `init --from`: a project from files that nobody described.
#pragma once

#include "cli/command.h"

namespace northstar::cli {

// Looks at the files, writes northstar.yml, loads, and prints the last complete weeks. Overwrites
// nothing.
int InitFrom(Context& context, const Parsed& parsed);

}  // namespace northstar::cli
