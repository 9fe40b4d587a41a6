// What came against what the series' own past let expect: for an initiative that touched everybody.
// Whatever else happened after the start is in the effect too, so this is the weakest evidence. The
// forecast is made from the periods before the start alone; its paths give the interval of the mean
// over the periods after, and the same at earlier dates says how often it errs (placebo.h).
// Source: Brodersen et al. 2015, with the combined forecast of stats/forecast in place of their
// model. Pure and thread safe. 21 forecasts: of 104 weeks about 0.04 s, of a year of days 0.4 s.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "stats/experiment/before_after.h"

namespace northstar::stats {

struct ForecastComparisonOptions {
  double level = 0.95;
  size_t placebos = 20;  // at most
  size_t paths = 1000;
  uint64_t seed = 1;
};

// `values`: complete periods, the oldest first; the initiative began with period `start`, and all
// from there on count as after. `seasons` as in ForecastSeries. On logarithms where the forecast
// is. Nullopt with fewer than 8 periods before, fewer than three times as many as after, none
// after; without a placebo date that has as long a history; or where a forecast has no spread.
// REQUIRES: finite; 0 < level < 1; placebos, paths >= 1.
std::optional<BeforeAfter> CompareWithForecast(std::span<const double> values, size_t start,
                                               std::span<const double> seasons,
                                               const ForecastComparisonOptions& options = {});

}  // namespace northstar::stats
