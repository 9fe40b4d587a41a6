// A timeline accumulator as one plain query: what the kernel does entity by entity, said with
// window functions and correlated lookups. Slow on purpose: the reference. Internal to sql/.
#pragma once

#include "plan/gather_plan.h"
#include "sql/sql_tree.h"

namespace northstar::sql {

// Why the accumulator has no query; empty when it has one.
std::string WhyNoTimelineSql(const Accumulator& a, const PeriodGrid& grid);

// Columns: period, g0 …, bucket when bucketed, n, v. REQUIRES: a.kind == kTimeline, and it has
// a query.
Statement RenderTimeline(const GatherPlan& plan, const Accumulator& a, const Project& project,
                         const DataFacts& facts);

}  // namespace northstar::sql
