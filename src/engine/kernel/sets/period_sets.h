// Works out timeline figures from sets of entities per period (the plan's rule sets_for_timelines):
// lifecycles, windows, frequencies, retention and triangles, by counting the bits of unions and
// intersections, bucket by bucket on all threads.
#pragma once

#include "engine/kernel/timeline/timelines.h"

namespace northstar::kernel {

// One accumulator that is worked out from sets, and where its figures go.
struct PeriodSetsFigure {
  TimelineFinish of;                  // its streams are not looked at
  const Accumulator* then = nullptr;  // retention: who came back, on a longer grid
  std::vector<const Collector*> then_shares;
  int then_periods = 0;
  TimelineTotals* totals = nullptr;
  GatheredTable* table = nullptr;
};

struct PeriodSetsFinish {
  const Accumulator* main;  // not null
  std::vector<const Collector*> main_shares;
  std::vector<PeriodSetsFigure> figures;  // not empty; of equal grids and spans
};

// Adds the entities of the pass to the figures' totals, and to their tables' buckets when they are
// bucketed. Who is in the sets is found once for all figures.
void FinishPeriodSets(const PeriodSetsFinish& finish);

}  // namespace northstar::kernel
