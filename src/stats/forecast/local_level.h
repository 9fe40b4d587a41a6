// The local level model by the Kalman filter: a level that walks at random, seen with noise.
// Source: Durbin & Koopman 2012, ch. 2. A missing value (NaN) leaves the level and widens its
// variance. Pure and thread safe. REQUIRES: values finite or NaN.
#pragma once

#include <optional>
#include <span>

namespace northstar::stats {

struct LocalLevelVariances {
  double level = 0;  // of the walk's steps
  double noise = 0;
};

struct LocalLevelState {
  double mean = 0;      // of the level before the next value
  double variance = 0;  // of the same
  double log_likelihood = 0;
};

// From a first level of `mean` and `variance`; all observed values count in the likelihood.
// REQUIRES: variances not negative, and `noise` or `variance` above 0.
LocalLevelState FilterLocalLevel(std::span<const double> values,
                                 const LocalLevelVariances& variances, double mean,
                                 double variance);

// Both variances by maximum likelihood, the first level unknown (diffuse: from the first value).
// Nullopt under 3 observed values or when they are all the same.
std::optional<LocalLevelVariances> FitLocalLevel(std::span<const double> values);

// What the model's level gives the newest error in the long run, 0-1: the weight of the simple
// smoothing that it amounts to.
double SteadyWeight(const LocalLevelVariances& variances);

}  // namespace northstar::stats
