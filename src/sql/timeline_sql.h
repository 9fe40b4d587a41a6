// A timeline accumulator as one plain query: what the kernel does entity by entity, said with
// window functions and correlated lookups. Slow on purpose: the reference. Internal to sql/.
#pragma once

#include "plan/gather_plan.h"
#include "sql/sql_tree.h"

namespace northstar::sql {

// Columns: period, g0 …, bucket when bucketed, n, v. REQUIRES: a.kind == kTimeline.
Statement RenderTimeline(const GatherPlan& plan, const Accumulator& a, const Project& project,
                         const DataFacts& facts);

}  // namespace northstar::sql
