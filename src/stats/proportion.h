// Intervals for a share that hold for few units and for shares near 0 and 1, and the E-value: how
// strong a hidden common cause would have to be to explain a risk ratio away.
// Shares and levels are 0-1.
// Sources: Wilson 1927; finite population after Cochran 1977, section 2.6; VanderWeele & Ding 2017.
#pragma once

#include <cstdint>

namespace northstar::stats {

struct Proportion {
  double share = 0;
  double low = 0;
  double high = 0;
};

// The score interval, without continuity correction. Exactly 0 (or 1) is its end when no unit
// (or every unit) hits. REQUIRES: n > 0, 0 <= hits <= n, 0 < level < 1.
Proportion Wilson(int64_t hits, int64_t n, double level);

// The same when the n units were drawn from a population of `population`: n counts as
// n·(N-1)/(N-n). With everybody asked the interval is the share itself.
// REQUIRES: as above, and n <= population.
Proportion WilsonOfFinite(int64_t hits, int64_t n, int64_t population, double level);

// RR + sqrt(RR·(RR-1)), at least 1; a ratio below 1 is inverted first. For the odds ratio of a
// common outcome pass its square root. REQUIRES: risk_ratio > 0 and finite.
double EValue(double risk_ratio);

}  // namespace northstar::stats
