#include "stats/segments/rate_mix.h"

namespace northstar::stats {

RateMix SplitRateMix(const std::vector<SegmentTotals>& segments) {
  SegmentTotals all;
  for (const SegmentTotals& s : segments) {
    all.numerator_before += s.numerator_before;
    all.denominator_before += s.denominator_before;
    all.numerator_after += s.numerator_after;
    all.denominator_after += s.denominator_after;
  }
  RateMix out;
  out.before = all.numerator_before / all.denominator_before;
  out.after = all.numerator_after / all.denominator_after;
  const double middle = (out.before + out.after) / 2;
  double rates = 0;
  for (const SegmentTotals& s : segments) {
    const double share_before = s.denominator_before / all.denominator_before;
    const double share_after = s.denominator_after / all.denominator_after;
    double before = s.denominator_before != 0 ? s.numerator_before / s.denominator_before : 0;
    double after = s.denominator_after != 0 ? s.numerator_after / s.denominator_after : 0;
    if (s.denominator_before == 0) before = after;
    if (s.denominator_after == 0) after = before;
    out.rate.push_back((share_before + share_after) / 2 * (after - before));
    out.mix.push_back((share_after - share_before) * ((before + after) / 2 - middle));
    rates += out.rate.back();
  }
  out.reversal = rates * (out.after - out.before) < 0;
  return out;
}

Excess ExcessOf(const std::vector<SegmentTotals>& segments) {
  double before = 0;
  double after = 0;
  for (const SegmentTotals& s : segments) {
    before += s.numerator_before;
    after += s.numerator_after;
  }
  const double growth = before != 0 ? (after - before) / before : 0;
  Excess out;
  for (const SegmentTotals& s : segments) {
    out.contribution.push_back(s.numerator_after - s.numerator_before);
    out.excess.push_back(out.contribution.back() - s.numerator_before * growth);
  }
  return out;
}

}  // namespace northstar::stats
