// Evaluation → scorecard: on the terminal (at most 100 columns), Markdown, JSON, CSV.
#pragma once

#include <string>
#include <vector>

#include "analysis/evaluate/evaluate.h"
#include "report/format.h"

namespace northstar {

// `all`: on the terminal also every test of every candidate, before the decision.
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
  bool partly = false;  // some of its tests were not run
};
QuestionSummary Summarize(const CandidateReport& candidate, CriterionQuestion question);
// The first of its tests that says what the question is summed up to; null: it has none.
const TestOutcome* DecidingTest(const CandidateReport& candidate, CriterionQuestion question);
std::string VerdictWords(Verdict verdict);  // "✔ pass"
// Why a candidate is out, as the end of a sentence. REQUIRES: a gate failed.
std::string ReasonOut(const CandidateReport& candidate);

}  // namespace northstar
