// Ranking: rejected candidates last and without points, the others by their points. How often each
// ranks first when weights and scores are drawn from what is known of them stands beside it, and
// decides whether the first is recommended.
#pragma once

#include "analysis/evaluate/evaluate.h"

namespace northstar {

// Fills what the candidates' tests add up to (questions, score, covered, first_share, verdict,
// rank), sorts them by rank, and says how often each beats each other.
void RankCandidates(Evaluation& evaluation, const Judgement& judgement, uint64_t seed);

bool IsRejected(const CandidateReport& candidate);  // a gate failed
const TestOutcome& TestNamed(const CandidateReport& candidate, std::string_view test);
// The weights of the questions, of which only the proportions matter.
std::array<double, kQuestions> WeightsOf(const Judgement& judgement);

}  // namespace northstar
