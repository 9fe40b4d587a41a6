// Which values of a series are surprising, each judged from the values before it alone. In: values
// on a regular grid, some of them missing, and which of them are known exceptions (holidays,
// annotated events). Out: for every value what was expected, an interval, a score and flags.
//
// Two methods, by the step. From six hours on (product metrics by day, week, month): a robust
// profile of the season, a robust level and the error in units of its usual size, on a scale where
// relative change adds up (anomaly_metric.h). Shorter steps (machine series): several levels and
// seasons that compete, and the surprise of single errors, of their mean and of their size over a
// while, against all past ones (anomaly_stream.h); beside them, whether an event goes on
// (event_watch.h).
//
// Sources: Siffer et al. 2017 (tails of streams); Vovk et al. 2005 (conformal
// intervals). Pure and thread safe; O(n log n).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "stats/anomaly/event_kind.h"
#include "stats/anomaly/value_limits.h"

namespace northstar::stats {

// Bands and alerts need as many values before them; of steps of a week or longer fewer, with bands
// that are wider for it.
inline constexpr size_t kLeastHistory = 28, kLeastLongSteps = 15;
constexpr size_t LeastHistory(int64_t step_seconds) {
  return step_seconds >= int64_t{7} * 86'400 ? kLeastLongSteps : kLeastHistory;
}

struct AnomalySeries {
  std::vector<std::optional<double>> values;  // finite where present
  // Empty, or one a value: true where an exception is known. Such a value gets no alert, and
  // nothing is learned from it.
  std::vector<bool> masked;
  int64_t step_seconds = 86'400;  // > 0; months as 30 days or thereabouts
  ValueLimits limits = {};
};

// Names for levels of alerts.
struct Sensitivity {
  std::string_view name;
  double alert_level;
};
inline constexpr std::array<Sensitivity, 3> kSensitivities{
    {{"low", 0.001}, {"normal", 0.01}, {"high", 0.03}}};

struct AnomalyOptions {
  double alert_level = 0.01;  // share of false alerts a day (a value, where steps are longer)
  // Share of values that lie between low and high, of steps under six hours. Of longer ones at
  // least as many do: a value is unusual, and an alert, exactly where it lies outside.
  double interval_level = 0.9;
};

struct AnomalyPoint {
  // Absent at the start, where nothing can be expected yet; the band comes a while later. It holds
  // what the same time of the year before brought, where that was unusual then.
  std::optional<double> expected, low, high;
  // How sure it is that chance alone brings no such value, 0-1; 0 where nothing can be said. Below
  // six hours: that a day's most surprising value would be less so. What goes on after it was
  // noticed surprises less and less. An event there (event_watch.h) is an alert as long as it goes
  // on, whatever the score of its single values.
  double score = 0;
  bool anomaly = false;
  // The first of the successive alerts this one belongs to.
  std::optional<size_t> incident;
  // Below six hours: it is part of an event, and expected is what came long before.
  EventKind event = EventKind::kNone;
  bool shift = false;         // the level seems to have moved, not one value
  bool yearly = false;        // would be an alert, had the year before not brought the same then
  bool data_suspect = false;  // zero where the series hardly ever is: check the pipeline first
};

// One point a value. What is said of a value does not change when later ones come.
// REQUIRES: step > 0; levels in (0, 1); finite values; `masked` empty or as long as `values`.
std::vector<AnomalyPoint> DetectAnomalies(const AnomalySeries& series,
                                          const AnomalyOptions& options);

}  // namespace northstar::stats
