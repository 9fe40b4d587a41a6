// Runs a GatherPlan on stored events: passes × scans, then merging and finishing on all threads.
#pragma once

#include "engine/duckdb/database.h"
#include "engine/gathered.h"
#include "plan/gather_plan.h"

namespace northstar::kernel {

// REQUIRES: RegisterGatherFunction was called on the database.
Result<Gathered> RunPlan(duck::Connection& connection, const Project& project,
                         const GatherPlan& plan, const DataFacts& facts, int64_t memory_limit);

}  // namespace northstar::kernel
