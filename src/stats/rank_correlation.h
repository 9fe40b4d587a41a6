// Do units with more of one thing have more of another? By ranks, which heavy tails and zeros do
// not disturb. Pooled inside strata it asks the question within cohorts only, so that cohorts that
// differ in both cannot make a correlation. Pure and thread safe; O(n log n).
// Sources: Spearman 1904; Kendall 1945 (tau-b), Knight 1966 (its O(n log n)); Bonett & Wright 2000.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

// REQUIRES everywhere: finite values, spans of equal length.

// Ranks from 1, equal values sharing the mean of their ranks.
std::vector<double> MidRanks(std::span<const double> x);

// In [-1, 1], 1 where both order all units alike; ties allowed for. Nullopt with fewer than 2 units
// or when either side does not vary.
std::optional<double> Spearman(std::span<const double> x, std::span<const double> y);
std::optional<double> KendallTauB(std::span<const double> x, std::span<const double> y);

// Across strata, in the units of Spearman's rho.
struct PooledCorrelation {
  double rho = 0;
  double low = 0;
  double high = 0;
  // Units in the strata that count, and how many those are.
  int64_t n = 0;
  int strata = 0;
};

// Spearman in each stratum, pooled as Fisher's z with weights n-3; the interval is
// z ± q·sqrt((1 + rho²/2) / Σ(n-3)) at `level` (0-1). A stratum of fewer than 10 units or without
// variation does not count; nullopt when none does. A perfect stratum, whose z is infinite, enters
// as one swap of neighbours short of perfect: 1 - 12/(n(n²-1)). An empty `stratum` is one stratum.
std::optional<PooledCorrelation> PooledSpearman(std::span<const double> x,
                                                std::span<const double> y,
                                                std::span<const int> stratum, double level);

}  // namespace northstar::stats
