// One key result against the history of its metric. Pure and thread safe. Shared with `check`.
#pragma once

#include "analysis/okrs/okrs.h"
#include "analysis/series/metric_histories.h"

namespace northstar {

// REQUIRES: `history` is of `metric`, which is the key result's.
KeyResultFinding JudgeKeyResult(const KeyResult& result, const Metric& metric,
                                const LocalDays& days, const Calendar& calendar,
                                const MetricHistory& history);

}  // namespace northstar
