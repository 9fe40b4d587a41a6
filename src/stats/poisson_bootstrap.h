// Uncertainty of figures that are no smooth function of totals (percentiles): every entity gets a
// random weight of mean 1 in each replicate, from a hash of its id, so that the same entity weighs
// the same in every period, on every shard and on every run.
// Source: Oza & Russell 2001; Chamandy et al. 2012.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stats/jackknife.h"

namespace northstar::stats {

// Poisson(1) by inverse CDF of a hash of (salt, replicate, unit). Pure.
int PoissonWeight(uint64_t salt, uint64_t replicate, uint64_t unit);

struct WeighedValue {
  double value;
  uint64_t unit;  // whose it is
};

struct PoissonOptions {
  int replicates = 200;
  double level = 0.95;  // 0-1
  uint64_t salt = 1;
};

// The percentile of type 7 (p in 0-1) with its standard error over replicates; the interval is the
// percentile interval of the replicates from 1000 on, else estimate ± z · SE.
// Nullopt with fewer than 30 units. Sorts `values`. O(values · replicates).
std::optional<Interval> PercentileInterval(std::vector<WeighedValue> values, double p,
                                           const PoissonOptions& options);

}  // namespace northstar::stats
