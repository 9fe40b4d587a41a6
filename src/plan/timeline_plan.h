// Which metrics are worked out from timelines, and what they need of the events for it: feeds by
// role, and the span of time whose rows matter. Internal to plan/, shared by kernel and SQL.
#pragma once

#include "plan/gather_plan.h"

namespace northstar {

// Metrics whose value depends on the order of an entity's rows, on what it did in other periods, or
// on conditions on the entity.
// Of a leaf itself, not of its parts; false for ratios, formulas and series.
bool NeedsTimelines(const Metric& metric);
// The metric whose events say who is active: of a lifecycle the one it is a part of.
const Metric& BaseOf(const Metric& metric, const Project& project);
// What makes its entities active: of an active metric its own keys, of a lifecycle those of its
// base; of others any row does.
kind::Active ActiveKeysOf(const Metric& metric, const Project& project);
// The conditions on the entity, the base's included.
std::vector<Condition> ConditionsOf(const Metric& metric, const Project& project);
// `metric` is a leaf for which NeedsTimelines.
Accumulator TimelineAccumulator(const Metric& metric, const Project& project, int grid_number,
                                const PeriodGrid& grid, const std::vector<std::string>& by,
                                const BoundRef& where, bool bucketed);
// One feed per source and event that the choices name; a row that several take is in one of them.
std::vector<Feed> FeedsOf(const Project& project, const std::vector<EventChoice>& choices);

}  // namespace northstar
