// How much does the star move per unit of an input? From experiments, which moved the input by lot:
// of one, the two effects and their quotient; of many, the relation of the true effects
// (surrogate.h). A mean of the quotients is not offered: in most experiments the input hardly
// moved, and their quotients are arbitrary. All of it takes for granted that the experiments moved
// the star only through this input, which data cannot show. Sources: Fieller 1954; Bibaut et al.
// 2024. Pure and thread safe.
#pragma once

#include <optional>
#include <span>

#include "stats/experiment/unit_moments.h"
#include "stats/fieller.h"
#include "stats/surrogate.h"

namespace northstar::stats {

inline constexpr size_t kLeastExperiments = 8;

// Treatment less control of value 0, the input, and value 1, the star, of the same units, so that
// their errors go together. REQUIRES: 2 values or more in both.
ExperimentEffect EffectOnBoth(const UnitMoments& treatment, const UnitMoments& control);

// The star's effect per unit of the input's. Nullopt where the input may not have moved at all.
// REQUIRES: 0 < level < 1.
std::optional<RatioInterval> ImpliedStrength(const ExperimentEffect& effect, double level);

enum class StrengthFinding {
  kTooFewExperiments,  // under 8: the two effects of each can be shown, no more
  kNoVariation,        // noise alone explains how the effects on one of the two vary
  kEstimated,
};

struct InputStrength {
  StrengthFinding finding = StrengthFinding::kTooFewExperiments;
  std::optional<LatentRelation> relation;  // kEstimated
};

// `metric` of each experiment is the input, `outcome` the star.
// REQUIRES: as RelateExperiments.
InputStrength StrengthOf(std::span<const ExperimentEffect> experiments, double level);

}  // namespace northstar::stats
