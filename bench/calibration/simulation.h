// What the simulated worlds are made of: draws of random numbers, growth and levels.
#pragma once

#include <cmath>
#include <numbers>
#include <vector>

#include "base/random.h"

namespace northstar::calibration {

inline double Normal(Random& random) {
  return std::sqrt(-2 * std::log(random.Uniform())) *
         std::cos(2 * std::numbers::pi * random.Uniform());
}

inline double Exponential(Random& random, double mean) {
  return -mean * std::log(random.Uniform());
}

inline int Poisson(Random& random, double mean) {
  int count = 0;
  for (double waited = Exponential(random, 1); waited < mean; waited += Exponential(random, 1))
    ++count;
  return count;
}

inline int Binomial(Random& random, int n, double share) {
  int hits = 0;
  for (int i = 0; i < n; ++i) hits += random.Uniform() < share;
  return hits;
}

// An AR(1) around zero whose innovations have the standard deviation `sd`.
inline std::vector<double> Wander(Random& random, int n, double ar, double sd) {
  std::vector<double> x;
  double last = 0;
  for (int t = 0; t < n; ++t) x.push_back(last = ar * last + sd * Normal(random));
  return x;
}

// Growth with drift, an AR(1) part and a yearly shape of its own.
inline std::vector<double> Growth(Random& random, int n, double ar, double season, double period) {
  const double phase = random.Uniform() * 2 * std::numbers::pi;
  std::vector<double> g = Wander(random, n, ar, 0.05);
  for (int t = 0; t < n; ++t) {
    g[static_cast<size_t>(t)] +=
        0.015 + season * std::cos(2 * std::numbers::pi * t / period + phase);
  }
  return g;
}

// One value more than there are growths.
inline std::vector<double> Levels(const std::vector<double>& growth, double start = 1000) {
  std::vector<double> levels{start};
  for (const double g : growth) levels.push_back(levels.back() * std::exp(g));
  return levels;
}

}  // namespace northstar::calibration
