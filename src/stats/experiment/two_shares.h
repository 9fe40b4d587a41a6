// Two shares, rare ones too. Where each arm has a handful of hits and of misses the comparison is
// that of two_arms.h, but that p takes both for one share, as is usual for tables (Pearson). With
// fewer, shares are no longer normal: the odds ratio is then taken from the law of the treatment's
// hits given all hits, which is exact but for counting the observed table half (mid-p), and the
// difference from the score intervals of both shares.
// Sources: Pearson 1900; Fisher 1935; Lancaster 1961 (mid-p); Newcombe 1998, method 10. Pure and
// thread safe.
#pragma once

#include <cstdint>
#include <optional>

#include "stats/experiment/two_arms.h"

namespace northstar::stats {

struct ShareCounts {
  int64_t hits = 0;
  int64_t units = 0;
};

struct ShareComparison {
  // Shares are 0-1, so 0.01 is one point. Where `exact`: p from the odds ratio, low and high
  // Newcombe's; the two tests may differ near the level.
  Effect absolute;
  // Of shares over the control's; none where `exact`, or where the control's is near 0.
  std::optional<Effect> relative;
  // Fewer than 5 hits or misses in some arm.
  bool exact = false;
  // Odds of a hit, treatment over control; for rare hits the same as the ratio of shares. Only
  // where `exact` and somebody hit and somebody missed; its ratio and `high` may be infinite, `low`
  // 0.
  std::optional<RatioInterval> odds_ratio;
};

// Nullopt with fewer than 2 units in an arm. O(hits).
// REQUIRES: 0 <= hits <= units; 0 < level < 1.
std::optional<ShareComparison> CompareShares(const ShareCounts& treatment,
                                             const ShareCounts& control, double level);

}  // namespace northstar::stats
