// What a key result asks of a metric, as the statistics of goals take it (stats/forecast/goal.h).
// Shared by `forecast` and `okrs`, so that both give the same odds. Pure and thread safe.
#pragma once

#include <cstddef>
#include <optional>

#include "analysis/series/regular_series.h"
#include "model/project.h"
#include "stats/anomaly/value_limits.h"
#include "stats/forecast/forecast.h"
#include "stats/forecast/goal.h"

namespace northstar {

// As far ahead as goals are looked at, in periods.
inline constexpr size_t kMostGoalSteps = 1'000;

// In the unit of the metric; `at_least`: to be reached from below.
struct Target {
  double value = 0;
  bool at_least = true;

  bool MetBy(double figure) const { return at_least ? figure >= value : figure <= value; }
};
// `to`, whose direction is that from `from`, else the one that is good for the metric; without `to`
// the limit, `at_least` before `at_most`. Nullopt: none of them.
std::optional<Target> TargetOf(const KeyResult& result, const Metric& metric);
stats::GoalOver OverOf(const KeyResult& result);

// The periods of the series that follow its last and end by the end of `days`, at most
// `most_steps`, and what is known of those that end within them. `steps` is 0 when none is left. A
// period belongs to the days in which it ends. REQUIRES: a grain of days or coarser, at least one
// value.
stats::Goal GoalWithin(const RegularSeries& series, const Calendar& calendar, const LocalDays& days,
                       const Target& target, stats::GoalOver over, size_t most_steps);

// ForecastSeries of the series, with the seasons of its step; no step, nor the end of an interval,
// is what the value cannot be. Nullopt without a value. REQUIRES: 0 < level < 1.
std::optional<stats::Forecast> ForecastWithin(const RegularSeries& series,
                                              const stats::ValueLimits& limits, size_t horizon,
                                              double level);

}  // namespace northstar
