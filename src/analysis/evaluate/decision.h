// From a ranking to what a team would read first: what to choose or that nothing can be chosen yet,
// why, what speaks against it, and what would change the answer. Nothing is judged here that the
// tests and the ranking have not. Pure; the same evaluation gives the same decision.
// REQUIRES everywhere: an evaluation that was ranked (rank.h), with at least one candidate.
#pragma once

#include "analysis/evaluate/evaluate.h"
#include "words/decision.h"

namespace northstar {

// About the first candidate; where that is rejected all are, and it says why each is.
Decision Decide(const Evaluation& evaluation);
// The answer; if there is none yet, what would decide it.
DecisionStatement StatementOn(const Evaluation& evaluation);
// Each reason as a line of its own.
std::vector<std::string> Sentences(const std::vector<Reason>& reasons);

// A question on which the answer depends: how much room its points leave, times its weight.
struct OpenQuestion {
  CriterionQuestion question;
  // Points that its candidates' answers may still move, times the weight's share: 0-100.
  double room = 0;
};
// Widest first; only those that leave any to one of the two best candidates.
std::vector<OpenQuestion> OpenQuestions(const Evaluation& evaluation);

}  // namespace northstar
