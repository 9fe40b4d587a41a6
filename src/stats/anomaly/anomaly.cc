#include "stats/anomaly/anomaly.h"

#include <algorithm>
#include <cmath>

#include "stats/anomaly/anomaly_metric.h"
#include "stats/anomaly/anomaly_stream.h"
#include "stats/anomaly/count_tail.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr int64_t kLongStep = 6 * 3600;
constexpr size_t kLeastConstant = 10;  // equal values after which another can be far off
constexpr double kConstantDf = 0.375;  // a value, as for the median absolute deviation

// Zeros are suspect where times of nothing but zeros began at fewer than this share of the values
// before: once they come again and again they are what the series does.
constexpr double kFewZeros = 0.02;
// And where most values are zeros, one more is none.
constexpr double kMostZeros = 0.2;

void MarkSuspects(const AnomalySeries& series, std::vector<AnomalyPoint>& points) {
  size_t seen = 0;
  size_t zeros = 0;
  size_t times = 0;
  bool zero_before = false;
  bool suspect = false;
  for (size_t t = 0; t < points.size(); ++t) {
    if (!series.values[t]) continue;
    const bool zero = *series.values[t] == 0;
    if (zero && !zero_before) {
      suspect = seen >= kLeastHistory &&
                static_cast<double>(times) <= kFewZeros * static_cast<double>(seen) &&
                static_cast<double>(zeros) <= kMostZeros * static_cast<double>(seen);
      ++times;
    }
    points[t].data_suspect = zero && suspect;
    zero_before = zero;
    zeros += zero;
    ++seen;
  }
}

// A value that is far off even where equal values before it are taken to vary by `ConstantSpread`.
bool IsFarFromConstant(double value, double constant, size_t run, double alert_level) {
  if (constant == 0) {
    if (value != std::floor(value) || value < 0) return false;
    const double mean = 0.5 / static_cast<double>(run + 1);
    return TailsOfCount(value, mean, mean).two_sided() <= alert_level;
  }
  if (value * constant <= 0) return true;
  const double distance = std::fabs(std::log(value / constant));
  const double df = kConstantDf * static_cast<double>(run);
  return distance > ConstantSpread(run) * TQuantile(1 - alert_level / 2, df);
}

// After n equal values the next one differs by chance in at most 1 of n + 1 such series: their own
// spread of 0 says nothing, the exchange of values does (Vovk et al. 2005). Before there are as
// many as the alert level asks for, only what is far off is an alert.
void JudgeAfterConstant(const AnomalySeries& series, const AnomalyOptions& options,
                        std::vector<AnomalyPoint>& points) {
  std::optional<double> last;
  size_t run = 0;
  for (size_t t = 0; t < points.size(); ++t) {
    const bool masked = !series.masked.empty() && series.masked[t];
    if (!series.values[t] || masked) continue;
    const double value = *series.values[t];
    AnomalyPoint& point = points[t];
    if (last && run >= kLeastConstant && !point.low && value != *last &&
        IsFarFromConstant(value, *last, run, options.alert_level)) {
      point.expected = *last;
      point.score = 1 - 1 / static_cast<double>(run + 1);
      point.anomaly = true;
    }
    if (last && run >= kLeastHistory) {
      const double chance = 1 / static_cast<double>(run + 1);
      const bool differs = value != *last;
      if (!point.low) point.expected = *last;
      if (chance <= options.alert_level && (differs || !point.low))
        point.expected = point.low = point.high = *last;
      if (differs) point.score = std::max(point.score, 1 - chance);
      if (differs && chance <= options.alert_level) point.anomaly = true;
    }
    run = last && value == *last ? run + 1 : 1;
    last = value;
  }
}

void CollectIncidents(std::vector<AnomalyPoint>& points) {
  for (size_t t = 0; t < points.size(); ++t) {
    if (!points[t].anomaly) continue;
    points[t].incident = t > 0 && points[t - 1].incident ? points[t - 1].incident : t;
  }
}

}  // namespace

std::vector<AnomalyPoint> DetectAnomalies(const AnomalySeries& series,
                                          const AnomalyOptions& options) {
  std::vector<AnomalyPoint> points(series.values.size());
  MarkSuspects(series, points);
  if (series.step_seconds >= kLongStep) {
    JudgeMetric(series, options, points);
    JudgeAfterConstant(series, options, points);
  } else {
    JudgeStream(series, options, points);
  }
  CollectIncidents(points);
  return points;
}

}  // namespace northstar::stats
