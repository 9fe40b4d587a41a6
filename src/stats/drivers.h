// How strongly do inputs without an algebraic link act on the star? Growth of the star on lagged
// growth of a few inputs. Strength is the share of explained
// variance, averaged over all orders in which inputs can enter, which is fair to inputs that move
// together. An association in time, never proof of cause.
// Source: Lindeman, Merenda & Gold 1980 (LMG); Prais & Winsten 1954 (elasticities); Politis &
// Romano 1994 (stationary bootstrap). Pure and thread safe; the same input and seed give the same
// result.
#pragma once

#include <cstdint>
#include <vector>

namespace northstar::stats {

struct DriverInput {
  std::vector<double> star;
  std::vector<std::vector<double>> inputs;  // each as long as the star; at most 10
  bool weekly = false;  // lags of 0-3 and 4-11 weeks, else of 0-1 and 2-4 months
  uint64_t seed = 1;
  int bootstrap = 199;
  double level = 0.9;  // of the intervals, 0-1
  int permutations = 499;
};

struct Driver {
  double share = 0, low = 0, high = 0;  // of the variance of the star's growth, 0-1; they add up
                                        // to r_squared
  double p_value = 1, p_adjusted = 1;   // that it adds nothing to the others; adjusted: over inputs
  double elasticity = 0;                // growth of the star per growth of the input
  double elasticity_low = 0, elasticity_high = 0;
  double vif = 1;  // variance inflation by the others; above 5 it cannot be told from them
  int group = -1;  // inputs of one group cannot be told apart; -1: stands alone
};

enum class DriverFinding { kEstimated, kNotEnoughData, kNoVariation };

struct DriverResult {
  DriverFinding finding = DriverFinding::kNotEnoughData;
  double r_squared = 0;         // beyond the star's own past
  int n = 0;                    // periods that could be used
  std::vector<Driver> drivers;  // by input; empty without an estimate
};

// kNotEnoughData with fewer than 5 usable periods per term (two per input).
// REQUIRES: equal lengths, finite values, 1 to 10 inputs.
DriverResult MeasureDrivers(const DriverInput& input);

}  // namespace northstar::stats
