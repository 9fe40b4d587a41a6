// A median or another percentile of two arms: a number of all their values, not a mean over units.
// Its error comes from batches of units: each batch has its own percentile, and how much these vary
// tells how much one of all of them does. Units are in batches at random, and all values of a unit
// are in one, so that it does not matter how many each brings. Two arms are then compared as any
// (two_arms.h).
// Source: batch means: Glynn & Whitt 1990; of quantiles in batches: Munoz 2010. Pure and thread
// safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stats/experiment/two_arms.h"

namespace northstar::stats {

struct BatchedValue {
  double value = 0;
  uint32_t batch = 0;  // less than the number of batches
};

// `batches` an even number; neighbors are joined until they have 5 values on average, and those
// without any are left out. The units of the estimate are its batches, which is what the interval's
// degrees of freedom come from. Nullopt where fewer than 20 batches would be left.
// REQUIRES: finite; batches at least 20; 0 <= share <= 1.
std::optional<ArmEstimate> QuantileOf(const std::vector<BatchedValue>& values, uint32_t batches,
                                      double share);

}  // namespace northstar::stats
