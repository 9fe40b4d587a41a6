#include "stats/experiment/two_arms.h"

#include <cmath>

#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr double kClearOfZero = 5;  // standard errors

double Satterthwaite(const ArmEstimate& a, const ArmEstimate& b) {
  const double sum = a.variance + b.variance;
  // Shares of the sum, so that squares of tiny variances do not underflow.
  const double of_a = a.variance / sum;
  const double of_b = b.variance / sum;
  return 1 / (of_a * of_a / (a.units - 1) + of_b * of_b / (b.units - 1));
}

Effect EffectOf(double estimate, double standard_error, double df, double level) {
  Effect effect;
  effect.estimate = estimate;
  effect.standard_error = standard_error;
  effect.df = df;
  effect.p_value = 2 * TCdf(-std::fabs(estimate / standard_error), df);
  const double reach = TQuantile(0.5 + level / 2, df) * standard_error;
  effect.low = estimate - reach;
  effect.high = estimate + reach;
  return effect;
}

}  // namespace

ArmEstimate MeanOf(const UnitMoments& moments, size_t value) {
  return {moments.means[value], moments.Variance(value) / moments.units, moments.units};
}

ArmEstimate ShareOf(int64_t hits, int64_t units) {
  const auto n = static_cast<double>(units);
  const double share = static_cast<double>(hits) / n;
  return {share, share * (1 - share) / (n - 1), n};
}

std::optional<ArmComparison> CompareArms(const ArmEstimate& treatment, const ArmEstimate& control,
                                         double level) {
  if (!(treatment.units >= 2 && control.units >= 2)) return std::nullopt;
  if (!(treatment.variance + control.variance > 0)) return std::nullopt;
  const double df = Satterthwaite(treatment, control);
  const double difference = treatment.value - control.value;
  ArmComparison result;
  result.absolute =
      EffectOf(difference, std::sqrt(treatment.variance + control.variance), df, level);
  const double base = std::fabs(control.value);
  if (base > 0 && base >= kClearOfZero * std::sqrt(control.variance)) {
    const double ratio = treatment.value / base;
    const double error = std::sqrt(treatment.variance + ratio * ratio * control.variance) / base;
    result.relative = EffectOf(difference / base, error, df, level);
  }
  return result;
}

std::optional<RatioInterval> LogRatio(const ArmEstimate& treatment, const ArmEstimate& control,
                                      double level) {
  if (!(treatment.value > 0 && control.value > 0)) return std::nullopt;
  const double error = std::hypot(std::sqrt(treatment.variance) / treatment.value,
                                  std::sqrt(control.variance) / control.value);
  const double factor = std::exp(NormalQuantile(0.5 + level / 2) * error);
  const double ratio = treatment.value / control.value;
  return RatioInterval{ratio, ratio / factor, ratio * factor};
}

}  // namespace northstar::stats
