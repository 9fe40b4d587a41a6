// How unusual a count is beside earlier ones, where counts are so small that no scale of errors can
// be estimated. Poisson, or negative binomial by moments where the variance exceeds the mean.
// Source: Lancaster 1961 (mid-p); METHODS 4.2. Pure and thread safe.
#pragma once

namespace northstar::stats {

struct CountTails {
  double lower = 0.5, upper = 0.5;  // mid-p: half of the probability of `count` itself in each
  double two_sided() const;         // 0-1
};

// REQUIRES: count >= 0, a whole number; mean > 0; variance >= 0.
CountTails TailsOfCount(double count, double mean, double variance);

}  // namespace northstar::stats
