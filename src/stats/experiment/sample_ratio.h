// Did the lot give each arm its share? Where it did not, units were lost or counted by what they
// did, and no difference between the arms means anything: the first question to an experiment.
// Source: Pearson 1900; sample ratio mismatch: Fabijan et al. 2019. Pure and thread safe.
#pragma once

#include <optional>
#include <span>

namespace northstar::stats {

// Below this p nothing is read out: a fair lot comes here once in a thousand experiments.
inline constexpr double kSampleRatioLevel = 0.001;

struct SampleRatio {
  double chi_squared = 0;
  double p_value = 1;
  bool mismatch = false;  // p below the level
};

// `shares[i]`: what arm i should have had, in any unit ({1, 1} for halves). Nullopt with fewer than
// 2 arms, where an arm should have had nothing, or fewer than 5 units.
// REQUIRES: equal lengths; finite, not negative.
std::optional<SampleRatio> CheckSampleRatio(std::span<const double> units,
                                            std::span<const double> shares);

}  // namespace northstar::stats
