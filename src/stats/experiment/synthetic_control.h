// A control made of several: the mixture of untouched segments that went most like the touched one
// before the start. It serves where one segment was touched and no single other one goes the same
// way. Weights are shares, so that the mixture stays within what the controls show.
// How sure: each control is treated as if it had been touched, with the others as its controls;
// what the touched one shows counts where it is rare among these. Sources: Abadie, Diamond &
// Hainmueller 2010; the weights as the point of a hull next to 0: Wolfe 1976. Pure and thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

// Shares w >= 0 with sum 1 that make Σ (target - Σ w·series)² least; exact but for rounding. Of
// several such mixtures, which there may be with more series than values, one.
// REQUIRES: at least 1 series; all as long as the target, which is not empty; finite.
std::vector<double> MixtureWeights(std::span<const double> target,
                                   const std::vector<std::vector<double>>& series);

struct SyntheticControl {
  std::vector<double> weights;  // by control
  double actual = 0;            // means per period after the start
  double expected = 0;          // of the mixture
  double effect = 0;            // actual - expected
  // Root mean squared errors of the mixture, in the unit of the values: how well it goes with the
  // touched one before, and how far they part after.
  double error_before = 0;
  double error_after = 0;
  // Share of controls that part as far, in errors before, the touched one counted in: at best
  // 1 / (controls + 1), so that 19 are needed for 5 %.
  double p_value = 1;
};

// `controls[j]`: as many complete periods as `touched`, the oldest first; the initiative began with
// period `start`. Nullopt with fewer than 8 periods before or none after, or fewer than 2 controls.
// REQUIRES: equal lengths, finite. O(controls² · (periods + controls²)) or so.
std::optional<SyntheticControl> CompareWithMixture(std::span<const double> touched,
                                                   const std::vector<std::vector<double>>& controls,
                                                   size_t start);

}  // namespace northstar::stats
