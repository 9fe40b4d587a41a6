// A ratio of segments: how much of its change comes from the segments' own rates, how much from
// their shares; and of a sum, which segments grew more than the whole. The split is exact,
// symmetric in time, and free of an origin: more of a poor segment is negative. Source:
// Pure and thread safe.
#pragma once

#include <vector>

namespace northstar::stats {

struct SegmentTotals {
  double numerator_before = 0, denominator_before = 0;
  double numerator_after = 0, denominator_after = 0;

  SegmentTotals& operator+=(const SegmentTotals& other) {
    numerator_before += other.numerator_before;
    denominator_before += other.denominator_before;
    numerator_after += other.numerator_after;
    denominator_after += other.denominator_after;
    return *this;
  }
};

struct RateMix {
  double before = 0, after = 0;   // of the whole
  std::vector<double> rate, mix;  // by segment; all of both add up to after - before
  // Rates alone would have moved the whole the other way (Simpson 1951).
  bool reversal = false;
};

// A segment that is absent on one side has no rate there: all it does is mix.
// REQUIRES: finite; denominators that add up to something other than 0, before and after.
RateMix SplitRateMix(const std::vector<SegmentTotals>& segments);

struct Excess {
  std::vector<double> contribution;  // by segment: after - before
  // By segment: what it changed beyond the growth of the whole; all add up to 0. Where the whole
  // was 0 before there is no growth, and the excess is the contribution.
  std::vector<double> excess;
};

// An additive metric, of which the numerators are the values. REQUIRES: finite.
Excess ExcessOf(const std::vector<SegmentTotals>& segments);

}  // namespace northstar::stats
