// Runs a GatherPlan on stored events through the kernel: passes × scans, then merging and finishing
// on all threads.
#pragma once

#include "engine/duckdb/database.h"
#include "engine/gathered.h"
#include "plan/gather_plan.h"

namespace northstar::duck {

// REQUIRES: RegisterGatherFunction was called on the database.
Result<Gathered> RunKernel(Connection& connection, const Project& project, const GatherPlan& plan,
                           const DataFacts& facts, int64_t memory_limit);

}  // namespace northstar::duck
