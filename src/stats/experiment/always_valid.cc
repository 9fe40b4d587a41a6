#include "stats/experiment/always_valid.h"

#include <algorithm>
#include <cmath>

namespace northstar::stats {

double MixingVariance(const LookDesign& design) {
  const double twice = -2 * std::log(design.alpha);
  return (twice + std::log1p(twice)) / design.planned_units;
}

AlwaysValid LookAt(double estimate, double standard_error, double units, const LookDesign& design) {
  const double grown = units * MixingVariance(design);
  // s² = units · SE², so that s drops out of s · sqrt(2 (n·rho² + 1) / (n²·rho²) · …).
  const double half = standard_error * std::sqrt(2 * (grown + 1) / grown *
                                                 (std::log1p(grown) / 2 - std::log(design.alpha)));
  const double variance = standard_error * standard_error;
  const double evidence = LogMixtureRatio(estimate, variance, grown * variance);
  return {estimate - half, estimate + half, std::min(1.0, std::exp(-evidence))};
}

double LogMixtureRatio(double estimate, double variance, double mixing) {
  const double sum = variance + mixing;
  return std::log(variance / sum) / 2 + mixing / sum * (estimate * estimate / variance) / 2;
}

}  // namespace northstar::stats
