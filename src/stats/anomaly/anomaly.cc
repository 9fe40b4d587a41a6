#include "stats/anomaly/anomaly.h"

#include "stats/anomaly/anomaly_metric.h"
#include "stats/anomaly/anomaly_stream.h"

namespace northstar::stats {
namespace {

constexpr int64_t kLongStep = 6 * 3600;

// A zero is suspect where fewer than this share of the values before it were.
constexpr double kFewZeros = 0.02;

void MarkSuspects(const AnomalySeries& series, std::vector<AnomalyPoint>& points) {
  size_t seen = 0;
  size_t zeros = 0;
  for (size_t t = 0; t < points.size(); ++t) {
    if (!series.values[t]) continue;
    const bool zero = *series.values[t] == 0;
    const bool active = seen >= kLeastHistory &&
                        static_cast<double>(zeros) <= kFewZeros * static_cast<double>(seen);
    points[t].data_suspect = zero && active;
    ++seen;
    zeros += zero && !points[t].data_suspect;
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
  } else {
    JudgeStream(series, options, points);
  }
  CollectIncidents(points);
  return points;
}

}  // namespace northstar::stats
