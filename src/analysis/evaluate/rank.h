// Ranking: rejected candidates last and without points, the others by their points. How often each
// ranks first when weights and scores are drawn from what is known of them stands beside it, and
// decides whether the first is recommended. Pure; the same evaluation and seed give the same
// ranking. The draws are stats/choice.h.
#pragma once

#include "analysis/evaluate/evaluate.h"

namespace northstar {

// Fills what the candidates' tests add up to (questions, score, covered, first_share,
// recommendation, rank), sorts them by rank, and says how often each beats each other. Pointers and
// indices into `candidates` from before are of no use afterwards. REQUIRES: every candidate has all
// tests.
void RankCandidates(Evaluation& evaluation, const Judgement& judgement, uint64_t seed);

// A gate failed; known as soon as its tests are.
bool IsRejected(const CandidateReport& candidate);
// Into `candidate`. REQUIRES: it has such a test (checked).
const TestOutcome& TestNamed(const CandidateReport& candidate, std::string_view test);
// The weights of the questions, by CriterionQuestion, of which only the proportions matter.
std::array<double, kQuestions> WeightsOf(const Judgement& judgement);

}  // namespace northstar
