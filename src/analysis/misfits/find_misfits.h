// Asks the engine for what does not fit together and judges it; also which sources stopped while
// the others went on.
#pragma once

#include "analysis/misfits/misfits.h"
#include "engine/engine.h"
#include "model/project_ref.h"

namespace northstar {

// A source stopped when its silence before the end of the data (the latest row of any source, not
// after `now_us`) is one that `check` would call too long (analysis/check/judge_source.h), whether
// the source arrives by itself or not, long for the time that it covers, and another source went on
// at about its pace.
Result<std::vector<Misfit>> FindMisfits(Engine& engine, const ProjectRef& project, int64_t now_us);

}  // namespace northstar
