// Runs a GatherPlan as plain SQL, one statement per accumulator: the reference that the kernel is
// checked against (`query --engine sql`).
#pragma once

#include "engine/duckdb/database.h"
#include "engine/gathered.h"
#include "plan/gather_plan.h"

namespace northstar::duck {

Result<Gathered> RunReference(Connection& connection, const Project& project,
                              const GatherPlan& plan, const DataFacts& facts);

}  // namespace northstar::duck
