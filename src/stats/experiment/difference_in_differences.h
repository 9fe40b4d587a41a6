// The change of what an initiative touched less the change of what it did not: whatever moves both
// (season, price, market) drops out. It rests on both going the same way without it, which the time
// before can refute and never prove: so the gap's trend before the start is tested, the trend that
// would explain the effect away is said, and the method is asked at earlier dates (placebo.h).
// Sources: Card & Krueger 1994; Bertrand, Duflo & Mullainathan 2004; Rambachan & Roth 2023 (a
// linear violation). Errors that go with the one before: variance of a contrast under an AR(1). It
// leaves out segments that start at different dates. Pure and thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stats/experiment/before_after.h"

namespace northstar::stats {

// (y11 - y10) - (y01 - y00).
double DifferenceOfChanges(double treated_before, double treated_after, double control_before,
                           double control_after);

struct SegmentComparison {
  BeforeAfter result;
  // Of the gap between the two per period before the start, on the scale of the comparison
  // (logarithms where `result.log_scale`), and the chance of such a slope where both go the same
  // way.
  double trend = 0;
  double trend_p = 1;
  // The trend which, had it gone on, would be the whole effect.
  double overturning_trend = 0;
};

// `treated` and `control`: the same complete periods, the oldest first, as the sum or the mean over
// the segments touched and over those that were not; the initiative began with period `start`, and
// all from there on count as after. On logarithms where all values are above 0. Before are up to
// three times as many periods as after, at least 8, and fewer, but no fewer than after and than 4,
// where this leaves more placebo dates. Nullopt with fewer than 8 periods before or none after,
// without a placebo date, or where the gap does not vary at all.
// REQUIRES: equal lengths, finite; 0 < level < 1; placebos >= 1.
std::optional<SegmentComparison> CompareSegments(std::span<const double> treated,
                                                 std::span<const double> control, size_t start,
                                                 const BeforeAfterOptions& options = {});

}  // namespace northstar::stats
