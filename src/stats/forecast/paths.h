// Ways on which a series may go on: blocks of the forecast's own one-step errors are added up, and
// scaled at every step to the spread of its intervals, so that errors that do not last add up to
// less than their sum. What has never happened in the series is on no path.
// Source: block bootstrap: Kunsch 1989. Pure, deterministic, thread safe; O(paths · steps).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/forecast/forecast.h"

namespace northstar::stats {

// With fewer one-step errors paths say nothing.
inline constexpr size_t kLeastErrorsOfPaths = 8;

// How much of an error is still there a step later: the share under which errors of one size add up
// to the growth of the intervals, from their first step to the last. 1: all of it, as in a random
// walk, and where the first interval has no width; 0: intervals that do not grow, as around a
// level. REQUIRES: 1 <= steps <= the number of half-widths.
double Persistence(std::span<const double> half_widths, size_t steps);

// Values by step, from the first on, and by path. The same seed gives the same paths.
// REQUIRES: 1 <= steps <= the forecast's; as many one-step errors as above; paths >= 1.
std::vector<std::vector<double>> PathsAround(const Forecast& forecast, size_t steps, size_t paths,
                                             uint64_t seed, double persistence = 1);

}  // namespace northstar::stats
