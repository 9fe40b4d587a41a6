#include "analysis/series/goals.h"

#include <algorithm>
#include <cmath>

#include "model/values.h"

namespace northstar {

std::optional<Target> TargetOf(const KeyResult& result, const Metric& metric) {
  if (result.to) {
    const bool falls = result.from ? *result.from > *result.to : !metric.increase_is_good;
    return Target{*result.to, !falls};
  }
  const auto limit = ParseShare(result.at_least.empty() ? result.at_most : result.at_least);
  if (!limit) return std::nullopt;
  return Target{*limit, !result.at_least.empty()};
}

stats::GoalOver OverOf(const KeyResult& result) {
  if (result.over == "sum") return stats::GoalOver::kSum;
  return result.over == "average" ? stats::GoalOver::kAverage : stats::GoalOver::kLast;
}

stats::Goal GoalWithin(const RegularSeries& series, const Calendar& calendar, const LocalDays& days,
                       const Target& target, stats::GoalOver over, size_t most_steps) {
  stats::Goal goal{target.value, 0, target.at_least, over, 0, 0, 0};
  const auto last_day = [&](Day start) { return calendar.NextPeriod(*series.grain, start) - 1; };
  Day start = series.starts_us.back() / kMicrosPerDay;
  for (; goal.steps < most_steps; ++goal.steps) {
    start = calendar.NextPeriod(*series.grain, start);
    if (last_day(start) > days.last) break;
    if (last_day(start) >= days.first && goal.first_step == 0) goal.first_step = goal.steps + 1;
  }
  goal.first_step = std::max<size_t>(1, goal.first_step);
  for (size_t i = 0; i < series.values.size(); ++i) {
    if (!series.values[i] || !days.Holds(last_day(series.starts_us[i] / kMicrosPerDay))) continue;
    goal.known_sum += *series.values[i];
    ++goal.known;
  }
  return goal;
}

std::optional<stats::Forecast> ForecastWithin(const RegularSeries& series,
                                              const stats::ValueLimits& limits, size_t horizon,
                                              double level) {
  std::vector<double> values;
  stats::RunningLimits running(limits);
  for (const auto& value : series.values) {
    values.push_back(value.value_or(NAN));
    if (value) running.Add(*value);
  }
  auto forecast = stats::ForecastSeries(values, ExactSeasons(series.step_seconds), horizon, level);
  if (!forecast) return std::nullopt;
  for (stats::ForecastStep& step : forecast->steps) {
    for (double* figure : {&step.mean, &step.low, &step.high}) *figure = running.Clamp(*figure);
  }
  return forecast;
}

}  // namespace northstar
