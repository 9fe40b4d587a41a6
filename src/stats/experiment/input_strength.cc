#include "stats/experiment/input_strength.h"

#include "stats/distributions.h"

namespace northstar::stats {

ExperimentEffect EffectOnBoth(const UnitMoments& treatment, const UnitMoments& control) {
  const auto of = [&](size_t i, size_t j) {
    return treatment.Covariance(i, j) / treatment.units + control.Covariance(i, j) / control.units;
  };
  return {treatment.means[0] - control.means[0], treatment.means[1] - control.means[1], of(0, 0),
          of(1, 1), of(0, 1)};
}

std::optional<RatioInterval> ImpliedStrength(const ExperimentEffect& effect, double level) {
  return Fieller({effect.outcome, effect.metric, effect.outcome_variance, effect.metric_variance,
                  effect.covariance},
                 NormalQuantile(0.5 + level / 2));
}

InputStrength StrengthOf(std::span<const ExperimentEffect> experiments, double level) {
  InputStrength strength;
  if (experiments.size() < kLeastExperiments) return strength;
  strength.relation = RelateExperiments(experiments, level);
  strength.finding =
      strength.relation ? StrengthFinding::kEstimated : StrengthFinding::kNoVariation;
  return strength;
}

}  // namespace northstar::stats
