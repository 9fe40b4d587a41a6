// From a ranking to what a team would read first: what to choose or that nothing can be chosen yet,
// why, what speaks against it, and what would change the answer.
#pragma once

#include "analysis/evaluate/evaluate.h"

namespace northstar {

Decision Decide(const Evaluation& evaluation);
Said SayDecision(const Evaluation& evaluation);
std::vector<std::string> Sentences(const std::vector<Reason>& reasons);

// A question on which the answer depends: how much room its points leave, times its weight.
struct OpenQuestion {
  CriterionQuestion question;
  double room = 0;  // points that its candidates' answers may still move, times the weight's share
};
// Widest first; only those that leave any.
std::vector<OpenQuestion> OpenQuestions(const Evaluation& evaluation);

}  // namespace northstar
