// Did the treatment do something? Two arms of an experiment whose units were assigned by lot, each
// with its own variance, absolute and relative to the control. What an arm brings is an estimate
// with its variance, so that means, shares, ratios and adjusted means are compared in one way.
// It leaves out peeking (always_valid.h), rare shares (two_shares.h) and whether the lot was fair
// (sample_ratio.h), which is to be asked first.
// Sources: Welch 1947, Satterthwaite 1946; delta method: Deng, Knoblich & Lu 2018.
// Pure and thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "stats/experiment/unit_moments.h"
#include "stats/fieller.h"

namespace northstar::stats {

struct ArmEstimate {
  double value = 0;
  double variance = 0;  // of the estimate: its squared standard error
  double units = 0;
};

// Of one value per unit. A ratio is the mean of LinearizedRatio.
ArmEstimate MeanOf(const UnitMoments& moments, size_t value = 0);
// REQUIRES: units >= 2, 0 <= hits <= units.
ArmEstimate ShareOf(int64_t hits, int64_t units);

struct Effect {
  double estimate = 0;
  double standard_error = 0;
  double df = 0;
  double p_value = 1;  // two-sided, that there is none
  double low = 0, high = 0;
};

struct ArmComparison {
  // Treatment less control, in the unit of the values.
  Effect absolute;
  // The same over |control|: 0.05 is 5 % more. None where the control's value is less than 5 of its
  // standard errors from 0.
  std::optional<Effect> relative;
};

// Nullopt where an arm has fewer than 2 units, or neither varies. REQUIRES: finite; 0 < level < 1.
std::optional<ArmComparison> CompareArms(const ArmEstimate& treatment, const ArmEstimate& control,
                                         double level);

// Treatment over control, with the interval made on its logarithm, which suits ratios of small
// skewed means. Nullopt unless both are above 0. REQUIRES: finite; 0 < level < 1.
std::optional<RatioInterval> LogRatio(const ArmEstimate& treatment, const ArmEstimate& control,
                                      double level);

}  // namespace northstar::stats
