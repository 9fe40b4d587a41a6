// Which values of a metric, or of two columns of a file, are unusual, each judged from those before
// it alone; and where its level changed. Known holidays and annotations are masked.
// (stats/anomaly.h)
#pragma once

#include <string>
#include <vector>

#include "analysis/said.h"
#include "analysis/series/regular_series.h"
#include "stats/anomaly/anomaly.h"
#include "stats/anomaly/change_points.h"

namespace northstar {

// A run of consecutive unusual values.
struct Incident {
  size_t first = 0, last = 0;  // points
  size_t worst = 0;            // the one furthest from what was expected
  bool above = false;          // than expected
  double score = 0;            // the largest of its points
  size_t still = 0;            // points at which the series stood still
  std::string annotation;      // nearest in time, within two weeks or one step; may be empty

  bool stood_still() const { return 2 * still > last - first + 1; }
};

struct LevelChange {
  size_t at = 0;             // the first point of the new level
  size_t low = 0, high = 0;  // points nearly as good
  double before = 0, after = 0;
  std::optional<double> relative, relative_low, relative_high;
  std::string annotation;
};

struct SeasonFound {
  size_t length = 0;    // points
  double strength = 0;  // 0 (none) to 1 (nothing but it, the trend aside)
};

struct Detection {
  RegularSeries series;
  std::vector<stats::AnomalyPoint> points;  // by point of the series
  std::vector<bool> masked;
  std::vector<Incident> incidents;
  std::vector<SeasonFound> seasons;  // that were looked for; empty for short steps
  std::vector<LevelChange> changes;  // of the level, without seasons and lone odd values
  // Of the changes, the largest that fits better than a trend or a drift.
  std::optional<size_t> step;
  Said said;
};

struct DetectOptions {
  double alert_level = 0.01;
  double interval_level = 0.9;
  stats::ValueLimits limits;  // of the series
  // Steps that are longer ago than so many days before the end are not in the sentence.
  std::optional<int> step_days;
};
inline constexpr int kStarStepDays = 91;  // of the North Star: the last 13 weeks

// By point: whether an annotation of a passing thing lies in its time (a holiday, an incident,
// broken tracking). What is meant to last (a release, a campaign) is no exception.
std::vector<bool> ExceptionsIn(const std::vector<int64_t>& starts_us, double step_seconds,
                               const std::vector<Annotation>& annotations);

// "3 days": how long a run is.
std::string LengthOf(const Detection& detection, const Incident& incident);

// `annotations`: those of the project; may be empty.
Detection DetectIn(RegularSeries series, const std::vector<Annotation>& annotations,
                   const DetectOptions& options);

}  // namespace northstar
