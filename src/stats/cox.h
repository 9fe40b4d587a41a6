// Proportional hazards: how much more often the event comes for each step of a column, at every
// time alike. An option beside the survival curves, since hazards are rarely proportional.
// Sources: Cox 1972; Efron 1977 and Breslow 1974 for events at the same time.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/least_squares.h"
#include "stats/survival.h"

namespace northstar::stats {

struct CoxFit {
  std::vector<double> coefficients;     // logarithms of hazard ratios, per unit of the column
  std::vector<double> standard_errors;  // from the information
  double log_likelihood = 0;            // partial, at the coefficients
};

enum class CoxTies { kEfron, kBreslow };

// Newton-Raphson with halved steps, at most 25. Nullopt with fewer events than columns plus one,
// linearly dependent columns, or a column that orders the events perfectly (its coefficient has no
// finite value). REQUIRES: at least one column, as long as `units`, without a constant, finite.
std::optional<CoxFit> FitCox(std::span<const SurvivalUnit> units, const Columns& x, CoxTies ties);

}  // namespace northstar::stats
