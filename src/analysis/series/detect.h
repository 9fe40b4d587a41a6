// Which values of a metric, or of two columns of a file, are unusual, each judged from those before
// it alone; and where its level changed, for which later values count too. Known holidays and
// annotations of passing things are masked. The statistics are stats/anomaly/anomaly.h and
// change_points.h. Pure; deterministic.
// It leaves out changes of the level of steps under six hours, which would be nights, and of more
// than 20,000 points.
#pragma once

#include <string>
#include <vector>

#include "analysis/series/regular_series.h"
#include "model/framework.h"
#include "stats/anomaly/anomaly.h"
#include "stats/anomaly/change_points.h"
#include "words/said.h"

namespace northstar {

// A run of consecutive unusual values.
struct Incident {
  // Points, both included.
  size_t first = 0, last = 0;
  // The one furthest from what was expected.
  size_t worst = 0;
  // Whether it lies above what was expected.
  bool above = false;
  // The largest of its points, 0-1.
  double score = 0;
  // Points at which the series stood still.
  size_t still = 0;
  // Nearest in time, within two weeks or one step, as "date: text"; may be empty.
  std::string annotation;

  size_t steps() const { return last - first + 1; }
  // Most of it is a run of values that did not move.
  bool stood_still() const { return 2 * still > steps(); }
};

struct LevelChange {
  // The first point of the new level.
  size_t at = 0;
  // Points nearly as good, both included.
  size_t low = 0, high = 0;
  // Levels at its two sides, in the unit of the series, without seasons where that can be undone.
  double before = 0, after = 0;
  // 0.1: 10 % up, with a 95 % interval; none where a value is not above 0.
  std::optional<double> relative, relative_low, relative_high;
  std::string annotation;
};

// A season that was looked for, whether there is one or not.
struct SeasonFound {
  // In points.
  size_t length = 0;
  // 0 (none) to 1 (nothing but it, the trend aside).
  double strength = 0;
};

struct Detection {
  RegularSeries series;
  // By point of the series.
  std::vector<stats::AnomalyPoint> points;
  // By point: known exceptions.
  std::vector<bool> masked;
  // In order.
  std::vector<Incident> incidents;
  // That were looked for; empty for short steps.
  std::vector<SeasonFound> seasons;
  // Of the level, without seasons and lone odd values, in order. A slow drift shows as several.
  std::vector<LevelChange> changes;
  // Into `changes`: the largest that fits better than a trend or a drift; none: all may be one.
  std::optional<size_t> step;
  Said said;
};

struct DetectOptions {
  // Share of false alerts a day, or a value (stats/anomaly/anomaly.h).
  double alert_level = 0.01;
  // Of the bands, 0-1.
  double interval_level = 0.9;
  // Of the series: what no value can be (query/value_bounds.h).
  stats::ValueLimits limits;
  // Steps that are longer ago than so many days before the end are not in the sentence; none: all
  // are.
  std::optional<int> step_days;
};
inline constexpr int kStarStepDays = 91;  // of the North Star: the last 13 weeks

// By point: whether an annotation of a passing thing lies in its time (a holiday, an incident,
// broken tracking). What is meant to last (a release, a campaign) is no exception. `starts_us` is
// wall clock.
std::vector<bool> ExceptionsIn(const std::vector<int64_t>& starts_us, double step_seconds,
                               const std::vector<Annotation>& annotations);

// "3 days": how long a run is.
std::string LengthOf(const Detection& detection, const Incident& incident);

// `annotations`: those of the project; may be empty. Never fails: what is too short to judge says
// so.
Detection DetectIn(RegularSeries series, const std::vector<Annotation>& annotations,
                   const DetectOptions& options);

}  // namespace northstar
