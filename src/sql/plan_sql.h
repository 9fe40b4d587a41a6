// GatherPlan → one SQL statement per accumulator: the slow reference that the kernel is held
// against, and what `query --sql` prints. Reads the same stored tables (storage.h).
//
// Columns of a result: period (index into the grid), one column g0, g1, … per dimension of `by`,
// bucket when bucketed, then n (bigint) and v (double): n is the count or distinct count, v the
// sum, the extreme or the percentile.
#pragma once

#include <vector>

#include "plan/gather_plan.h"
#include "sql/sql_tree.h"

namespace northstar::sql {

// Why an accumulator of the plan has no query, as a sentence; empty when it has one.
std::string WhyNoSql(const GatherPlan& plan, const Accumulator& a);
// Cells without rows give no row. `facts` of the data that it will run over: codes of events are in
// it. REQUIRES: `accumulator` is of `plan`, has feeds, and WhyNoSql is empty.
Statement RenderAccumulator(const GatherPlan& plan, const Accumulator& accumulator,
                            const Project& project, const DataFacts& facts);

}  // namespace northstar::sql
