// Ranking: rejected candidates last, the others by the weighted sum, and how often each comes first
// when weights and unknown scores are drawn at random (METHODS 8.2).
#pragma once

#include <vector>

#include "analysis/evaluate.h"

namespace northstar {

// Fills score, covered, first_share, verdict and rank, and sorts by rank.
void RankCandidates(std::vector<CandidateReport>& candidates, int weightings, uint64_t seed);

}  // namespace northstar
