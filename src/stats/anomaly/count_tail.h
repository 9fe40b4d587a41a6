// How unusual a count is beside earlier ones, where counts are so small that no scale of errors can
// be estimated. Poisson, or negative binomial by moments where the variance exceeds the mean.
// Source: Lancaster 1961 (mid-p). Pure and thread safe.
#pragma once

#include <utility>

namespace northstar::stats {

struct CountTails {
  double lower = 0.5, upper = 0.5;  // mid-p: half of the probability of `count` itself in each
  double two_sided() const;         // 0-1
};

// REQUIRES: count >= 0, a whole number; mean > 0; variance >= 0.
CountTails TailsOfCount(double count, double mean, double variance);

struct CountLaw {
  double mean = 0, variance = 0;
};
// The smallest and the largest count that chance brings with more than `chance`, two-sided.
// REQUIRES: mean > 0; 0 < chance < 1. O(largest count squared).
std::pair<double, double> UsualCounts(const CountLaw& law, double chance);

}  // namespace northstar::stats
