// How strongly do inputs without an algebraic link act on the star? Growth of the star on lagged
// growth of a few inputs. Strength is the share of explained variance, averaged over all orders in
// which inputs can enter, which is fair to inputs that move together. An association in time, never
// proof of cause: what moves an input and the star alike counts as the input's. The steps are in
// docs/methods.md.
// It refuses histories with fewer than ten usable periods per input; it leaves out what acts later
// than four months or eleven weeks.
// Source: Lindeman, Merenda & Gold 1980 (LMG); Prais & Winsten 1954 (elasticities); Politis &
// Romano 1994 (stationary bootstrap). Pure and thread safe; the same input and seed give the same
// result.
#pragma once

#include <cstdint>
#include <vector>

namespace northstar::stats {

struct DriverInput {
  // Levels, not growth, the oldest first; logarithms where all are above 0, else asinh (growth.h).
  std::vector<double> star;
  // Each as long as the star and aligned with it; 1 to 10, since time doubles with each.
  std::vector<std::vector<double>> inputs;
  // Two terms per input: means of growth over 0-3 and 4-11 weeks, else over 0-1 and 2-4 months.
  bool weekly = false;
  uint64_t seed = 1;
  // Draws for the intervals of shares; 0: they stay 0.
  int bootstrap = 199;
  // Of all intervals, 0-1.
  double level = 0.9;
  // Only under 20 usable periods; from there on all shifts in time take their place.
  int permutations = 499;
};

// Of one input, in the place that it has among `inputs`.
struct Driver {
  // Of the variance of the star's growth, 0-1, with its bootstrap interval; shares add up to
  // r_squared.
  double share = 0, low = 0, high = 0;
  // That it adds nothing to the others; adjusted over inputs (Benjamini & Hochberg).
  double p_value = 1, p_adjusted = 1;
  // Growth of the star per growth of the input, both terms together: 0.5 where 10 % more of the
  // input goes with about 5 % more of the star. The interval is by t with errors that go along in
  // time.
  double elasticity = 0;
  double elasticity_low = 0, elasticity_high = 0;
  // Variance inflation by the others, at least 1; above 5 it cannot be told from them.
  double vif = 1;
  // Inputs of one group, numbered from 0, cannot be told apart: read their shares together. -1: the
  // input stands alone.
  int group = -1;
};

// kNoVariation: the star's growth, or a term of some input, is flat once season and own past are
// out. Then nothing is said of any input.
enum class DriverFinding { kEstimated, kNotEnoughData, kNoVariation };

struct DriverResult {
  DriverFinding finding = DriverFinding::kNotEnoughData;
  // 0-1, of the star's growth, beyond its own past and season.
  double r_squared = 0;
  // Periods that could be used: the history less its first lags.
  int n = 0;
  // By input; empty without an estimate.
  std::vector<Driver> drivers;
};

// kNotEnoughData with fewer than 5 usable periods per term (two per input). O(2^inputs ·
// bootstrap).
// REQUIRES: equal lengths, finite values, 1 to 10 inputs, 0 < level < 1.
DriverResult MeasureDrivers(const DriverInput& input);

}  // namespace northstar::stats
