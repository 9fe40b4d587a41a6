// One key result against the history of its metric. Pure and thread safe. Internal to okrs/.
#pragma once

#include "analysis/okrs/okrs.h"
#include "analysis/series/regular_series.h"
#include "stats/anomaly/value_limits.h"

namespace northstar {

// Of one metric, whatever OKRs ask of it.
struct MetricHistory {
  // From the first complete period with a value to the last complete one, of days or coarser; empty
  // with a problem.
  RegularSeries series;
  // What a value can be.
  stats::ValueLimits limits;
  // Why there are no values; empty: there are.
  std::string problem;
};

// REQUIRES: `history` is of `metric`, which is the key result's.
KeyResultFinding JudgeKeyResult(const KeyResult& result, const Metric& metric,
                                const LocalDays& days, const Calendar& calendar,
                                const MetricHistory& history);

}  // namespace northstar
