// Several candidates for one choice: who tries more candidates finds more leads by chance, so what
// was found of each is corrected for how many were tried. Each keeps its own periods and grain, and
// all that it says but the corrected p-values and the finding that follows from them.
// Source: Westfall & Young 1993 (step-down maximum). Candidates that were tested against the same
// outcome with the same seed share their permutations, so that what they have in common counts
// once; the others count as independent, which is the careful side.
#pragma once

#include <span>
#include <vector>

#include "stats/lead_lag.h"

namespace northstar::stats {

inline constexpr double kDoubtful = 0.10;  // a lead whose figures without support lie above is none

// Sets p_adjusted, reverse_p_adjusted and finding of those that were tested.
// REQUIRES: equal numbers of permutations.
void CorrectForFamily(std::span<LeadResult> family);

// What the figures of a test add up to.
LeadFinding JudgeLead(const LeadResult& result);

// Share of the null at least as large, never 0.
double PermutationP(const std::vector<double>& null, double observed);

}  // namespace northstar::stats
