// Evaluation → scorecard: on the terminal (at most 100 columns), Markdown, JSON, CSV. The same
// verdicts and figures in every form; how much of them is said differs. Pure; nothing is judged
// here, only summed up by question.
#pragma once

#include <string>
#include <vector>

#include "analysis/evaluate/evaluate.h"
#include "report/format.h"

namespace northstar {

// `all`: on the terminal also every test of every candidate, before the decision, so that what is
// seen last is the answer. `color`: terminal only.
std::string RenderEvaluation(const Evaluation& evaluation, TextForm form, bool color,
                             bool all = false);
// One candidate in full, or two side by side: every test with the tables behind it.
// kUsage: a name that was not evaluated.
Result<std::string> RenderWhy(const Evaluation& evaluation, const std::string& metric,
                              TextForm form, bool color);
Result<std::string> RenderComparison(const Evaluation& evaluation, const std::string& a,
                                     const std::string& b, TextForm form, bool color);
// The scorecard as a Markdown table alone.
std::string ScorecardMarkdown(const Evaluation& evaluation);
// What does not count as activity, one sentence for each entity that has something left out.
std::vector<std::string> ActivityLines(const Evaluation& evaluation);
// Shared by all forms: what a verdict looks like and how a question is summed up.
struct QuestionSummary {
  Verdict verdict = Verdict::kNotTested;
  // Some of its tests were not run.
  bool partly = false;
};
// The worst that any of its tests says: fail before unclear before too little data before pass.
QuestionSummary Summarize(const CandidateReport& candidate, CriterionQuestion question);
// The first of its tests that says what the question is summed up to; into `candidate`; null: it
// has none.
const TestOutcome* DecidingTest(const CandidateReport& candidate, CriterionQuestion question);
// "✔ pass".
std::string VerdictWords(Verdict verdict);
// Why a candidate is out, as the end of a sentence: in a few words, or its test's own. REQUIRES: a
// gate failed.
std::string ReasonOut(const CandidateReport& candidate);

}  // namespace northstar
