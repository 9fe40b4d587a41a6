// A mean with an interval that fits skewed amounts: resampled over units, not from a normal curve,
// so that it is longer on the side of the long tail. It leaves out units that weigh differently or
// depend on each other. Source: Efron 1979 (percentile interval).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace northstar::stats {

// All in the unit of the values; low <= high, and the mean need not lie in the middle.
struct MeanInterval {
  double mean = 0;
  double low = 0;
  double high = 0;
};

// One value per unit, in the unit of the values. The interval is the percentile interval of
// `replicates` weighted means with the Poisson(1) weights of poisson_bootstrap.h, in which the
// place in `values` names the unit. Nullopt with fewer than 30 values. Pure and thread safe: the
// same order and salt give the same interval; another order gives another one, as another salt
// does. O(values · replicates).
// REQUIRES: finite values, replicates >= 2, 0 < level < 1.
std::optional<MeanInterval> BootstrapMean(std::span<const double> values, int replicates,
                                          double level, uint64_t salt);

}  // namespace northstar::stats
