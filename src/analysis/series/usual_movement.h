// What was to be expected of a metric's value, and how far it usually moves: one definition for
// `tree`, `explain` and `detect`. A value is unusual where it lies outside of what everything
// before it let expect, season included (stats/anomaly/anomaly.h); the usual movement is the change
// up to that bound, on the side to which the value moved.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/calendar.h"
#include "model/metric.h"
#include "model/project_ref.h"

namespace northstar {

// By period, in order and without holes.
struct ValueHistory {
  Grain grain = Grain::kWeek;
  std::vector<std::optional<double>> values;  // none: not known, or not complete
  std::vector<int64_t> starts_us;             // wall clock
};

struct ExpectedValue {
  double mean = 0, low = 0, high = 0;
  double level = 0;  // 0-1: share of usual values that lie between low and high
};

struct UsualMovement {
  // Of the later value. None: its history is too short, it is annotated as an exception, or it is
  // compared with a later one.
  std::optional<ExpectedValue> expected;
  bool relative = true;  // a change is a share of the value before; else in its unit, or points
  // How far the value could have moved its way and still be usual, at least 0. None: not known, or
  // no movement its way was to be expected.
  std::optional<double> usual;
  std::optional<bool> unusual;

  bool known() const { return unusual.has_value(); }
  bool is_unusual() const { return unusual.value_or(false); }
};

// Of the value at `after`, coming from that at `before`. REQUIRES: both in the history.
UsualMovement MovementOf(const Project& project, const Metric& metric, const ValueHistory& history,
                         size_t before, size_t after);

// Changes of the metric are said in points: it is a share in all periods.
bool MovesInPoints(const Project& project, const Metric& metric,
                   const std::vector<std::optional<double>>& values);

}  // namespace northstar
