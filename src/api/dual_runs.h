// Which definitions and stars `history` shows side by side, and their values, where data are
// loaded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/answer.h"
#include "api/request.h"

namespace northstar {

struct DualRuns {
  // None: data were needed and could not be read.
  std::optional<std::vector<DualRun>> runs;
  // Why, or what was left out: a sentence; may be empty.
  std::string note;
};
// Of a metric (empty: of all) and its `definitions`, the oldest first: every change of a metric
// that was asked for, else the last change of each, and the last replacement of a star that it is
// part of. At most 20. Opens the warehouse for reading only where there is something to compare;
// loads nothing.
DualRuns FindDualRunsOf(const ProjectFolder& folder, const LoadedProject& loaded,
                        const StarHistory& history, const std::vector<DefinitionStep>& definitions,
                        const std::string& metric, std::optional<int64_t> as_of_us);

}  // namespace northstar
