#include "analysis/series/usual_movement.h"

#include <algorithm>
#include <cmath>

#include "analysis/query/value_bounds.h"
#include "analysis/series/detect.h"
#include "model/project.h"

namespace northstar {
namespace {

// How far from `before` to the bound on the side of the move. Where the value left its band on the
// other side, or that bound lies behind, no size of a movement tells what is usual.
std::optional<double> UsualSize(const ExpectedValue& expected, double before, double after) {
  const bool up = after != before ? after > before : before - expected.low > expected.high - before;
  const double size = up ? expected.high - before : before - expected.low;
  const bool other_side = up ? after < expected.low : after > expected.high;
  return size < 0 || other_side ? std::nullopt : std::optional(size);
}

}  // namespace

bool MovesInPoints(const Project& project, const Metric& metric,
                   const std::vector<std::optional<double>>& values) {
  const stats::ValueLimits limits = BoundsOf(project, metric);
  if (limits.least >= 0 && limits.most <= 1) return true;
  if (!limits.may_be_share && metric.format != "percentage") return false;
  return std::all_of(values.begin(), values.end(),
                     [](const auto& value) { return !value || (*value >= 0 && *value <= 1); });
}

UsualMovement MovementOf(const Project& project, const Metric& metric, const ValueHistory& history,
                         size_t before, size_t after) {
  UsualMovement out;
  const auto& from = history.values[before];
  const auto& to = history.values[after];
  out.relative = from && *from > 0 && !MovesInPoints(project, metric, history.values);
  if (!from || !to || after < before) return out;
  size_t first = 0;
  while (!history.values[first]) ++first;
  const auto end = static_cast<std::ptrdiff_t>(after) + 1;
  const auto begin = static_cast<std::ptrdiff_t>(first);
  stats::AnomalySeries series;
  series.values.assign(history.values.begin() + begin, history.values.begin() + end);
  series.step_seconds = std::llround(SecondsOf(history.grain));
  series.masked = ExceptionsIn({history.starts_us.begin() + begin, history.starts_us.begin() + end},
                               SecondsOf(history.grain), project.annotations);
  series.limits = BoundsOf(project, metric);
  if (series.masked.back()) return out;
  const DetectOptions options;
  // Of hours too a value is judged by itself here, not by the run that it is part of.
  const stats::AnomalyOptions levels{options.alert_level, 1 - options.alert_level};
  const bool hours = history.grain == Grain::kHour;
  const stats::AnomalyPoint point =
      stats::DetectAnomalies(
          series,
          hours ? levels : stats::AnomalyOptions{options.alert_level, options.interval_level})
          .back();
  if (!point.low || !point.high) return out;
  out.expected = ExpectedValue{*point.expected, *point.low, *point.high, 1 - options.alert_level};
  out.unusual = *to < *point.low || *to > *point.high;
  out.usual = UsualSize(*out.expected, *from, *to);
  if (out.usual && out.relative) *out.usual /= *from;
  return out;
}

}  // namespace northstar
