// A ratio of segments: how much of its change comes from the segments' own rates, how much from
// their shares of the denominator; and of a sum, which segments grew more than the whole. The split
// is exact, symmetric in time (rates count at mean shares, shares at mean rates), and free of an
// origin: more of a poor segment is negative, since a share is weighed by how far the segment's
// rate lies from the whole's.
// It leaves out why a segment moved, and which segments are worth naming. Pure and thread safe.
#pragma once

#include <vector>

namespace northstar::stats {

// One segment at two moments. A sum has its values as numerators, and denominators that nothing
// reads.
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
  // The ratio of the whole, at both moments.
  double before = 0, after = 0;
  // By segment, in the unit of the ratio; all of both add up to after - before.
  std::vector<double> rate, mix;
  // Rates alone would have moved the whole the other way (Simpson 1951): the sum of `rate` and
  // after - before have different signs.
  bool reversal = false;
};

// A segment that is absent on one side has no rate there: all it does is mix. rate[i] and mix[i]
// are of segments[i].
// REQUIRES: finite; denominators that add up to something other than 0, before and after.
RateMix SplitRateMix(const std::vector<SegmentTotals>& segments);

struct Excess {
  // By segment: after - before.
  std::vector<double> contribution;
  // By segment: what it changed beyond the growth of the whole; all add up to 0. Where the whole
  // was 0 before there is no growth, and the excess is the contribution.
  std::vector<double> excess;
};

// An additive metric, of which the numerators are the values. Empty for no segments. REQUIRES:
// finite.
Excess ExcessOf(const std::vector<SegmentTotals>& segments);

}  // namespace northstar::stats
