// Works out timeline figures from sets of entities per period (the plan's rule sets_for_timelines):
// lifecycles, windows, frequencies, retention and triangles, by counting the bits of unions and
// intersections, bucket by bucket on all threads.
#pragma once

#include "engine/duckdb/kernel/timeline/timelines.h"

namespace northstar::kernel {

struct PeriodSetsFinish {
  TimelineFinish of;  // its streams are not looked at
  const Accumulator& main;
  std::vector<const Collector*> main_shares;
  const Accumulator* then = nullptr;  // retention: who came back, on a longer grid
  std::vector<const Collector*> then_shares;
  int then_periods = 0;
};

// Adds the entities of the pass to `totals`, and to the table's buckets when it is bucketed.
void FinishPeriodSets(const PeriodSetsFinish& finish, TimelineTotals& totals, GatheredTable& table);

}  // namespace northstar::kernel
