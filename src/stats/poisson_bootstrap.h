// Uncertainty of figures that are no smooth function of totals (percentiles): every entity gets a
// random weight of mean 1 in each replicate, from a hash of its id, so that the same entity weighs
// the same in every period, on every shard and on every run. Differences between periods therefore
// keep what an entity has in both.
// What it leaves out: figures that are smooth in totals, which jackknife.h serves at a fraction of
// the cost. Source: Oza & Russell 2001; Chamandy et al. 2012.
#pragma once

#include <array>
#include <cstdint>
#include <numbers>
#include <optional>
#include <vector>

#include "base/random.h"
#include "stats/jackknife.h"

namespace northstar::stats {

// Cumulative probabilities of Poisson(1); beyond the table the probability is below 1e-12.
inline constexpr std::array<double, 15> kPoissonCumulative = [] {
  std::array<double, 15> table{};
  double term = 1 / std::numbers::e;
  double sum = 0;
  for (size_t k = 0; k < table.size(); ++k) {
    table[k] = sum += term;
    term /= static_cast<double>(k + 1);
  }
  return table;
}();

// Poisson(1) by inverse CDF of a hash of (salt, replicate, unit): 0 to 15. Pure, thread safe, and
// the same on every machine; stored results depend on it.
inline int PoissonWeight(uint64_t salt, uint64_t replicate, uint64_t unit) {
  Random random(salt ^ (unit * 0x9E3779B97F4A7C15ULL), replicate);
  const double u = random.Uniform();
  // 98 % are below 4: without a branch for each.
  int weight = (u >= kPoissonCumulative[0]) + (u >= kPoissonCumulative[1]) +
               (u >= kPoissonCumulative[2]) + (u >= kPoissonCumulative[3]);
  if (weight < 4) return weight;
  while (weight < static_cast<int>(kPoissonCumulative.size()) &&
         u >= kPoissonCumulative[static_cast<size_t>(weight)])
    ++weight;
  return weight;
}

// One observation. A unit may have several: all of them get its weight together.
struct WeighedValue {
  double value;
  // Whose it is; any number that stands for one entity everywhere.
  uint64_t unit;
};

// Two calls with one salt are paired; another salt draws anew.
struct PoissonOptions {
  int replicates = 200;
  double level = 0.95;  // 0-1
  uint64_t salt = 1;
};

// The percentile of type 7 (p in 0-1) with its standard error over replicates; the interval is the
// percentile interval of the replicates from 1000 on, else estimate ± z · SE. The estimate itself
// is not returned: it is Quantile of the values. Nullopt with fewer than 30 units, or where fewer
// than two replicates kept a value. The order of `values` does not matter. O(values · replicates).
// REQUIRES: finite values; 0 <= p <= 1; 0 < level < 1.
std::optional<Interval> PercentileInterval(std::vector<WeighedValue> values, double p,
                                           const PoissonOptions& options);

}  // namespace northstar::stats
