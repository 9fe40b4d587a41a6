// Runs a GatherPlan on stored events through the kernel: passes × scans, then merging and finishing
// on all threads.
#pragma once

#include "engine/duckdb/database.h"
#include "engine/gathered.h"
#include "plan/gather_plan.h"

namespace northstar::duck {

// Waits until the plan's estimate fits beside those of the plans that run, and leaves the rest of
// the memory to the database. REQUIRES: RegisterGatherFunction was called on the database.
Result<Gathered> RunKernel(Connection& connection, const Project& project, const GatherPlan& plan,
                           const DataFacts& facts);

}  // namespace northstar::duck
