// Proposed sources as they stand in a project file: a list of sources, with what was guessed as
// comments. Pure.
#pragma once

#include <span>
#include <string>

#include "analysis/inspect/inspection.h"

namespace northstar {

// The list under `sources:`, without indentation; empty where no source is proposed. Paths are as
// they were given to FindTables.
std::string ProposalYaml(const Inspection& inspection);

}  // namespace northstar
