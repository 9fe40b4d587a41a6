// What an initiative did to a series of periods, where nobody was assigned by lot: what came is set
// against what would have come without it. This is the finding that both ways share: with controls
// that it did not touch (difference_in_differences.h), or against a forecast
// (forecast_comparison.h).
#pragma once

#include <cstddef>
#include <optional>

#include "stats/experiment/placebo.h"

namespace northstar::stats {

struct BeforeAfter {
  // Means per period after the start, in the unit of the values.
  double actual = 0;
  double expected = 0;  // without the initiative
  double effect = 0;    // actual - expected
  double low = 0, high = 0;
  // Over `expected`: 0.05 is 5 % more. Only where all values that it comes from are above 0.
  std::optional<double> relative, relative_low, relative_high;
  // Compared on logarithms, so that means of `expected` are of factors.
  bool log_scale = false;
  size_t before = 0, after = 0;  // periods that were compared
  PlaceboCheck placebo;
};

// Periods in which something began at `start`; the rest is before.
struct BeforeAfterOptions {
  double level = 0.95;
  size_t placebos = 20;  // at most
};

}  // namespace northstar::stats
