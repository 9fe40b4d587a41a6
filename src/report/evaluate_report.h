// Evaluation → scorecard: on the terminal (at most 100 columns), Markdown, JSON, and the HTML page.
#pragma once

#include <string>

#include "analysis/evaluate.h"
#include "report/format.h"

namespace northstar {

std::string RenderEvaluation(const Evaluation& evaluation, Format format, bool color);
// One candidate in full, or two side by side: every test with the figures behind it.
// kUsage: a name that was not evaluated.
Result<std::string> RenderWhy(const Evaluation& evaluation, const std::string& metric,
                              Format format, bool color);
Result<std::string> RenderComparison(const Evaluation& evaluation, const std::string& a,
                                     const std::string& b, Format format, bool color);
// The scorecard as a Markdown table alone.
std::string ScorecardMarkdown(const Evaluation& evaluation);
// One page that needs no network: scorecard, series, lag profile, a sentence per test.
std::string RenderHtml(const Evaluation& evaluation);

// Shared by all forms: what a verdict looks like and how a question is summed up.
struct QuestionSummary {
  Verdict verdict = Verdict::kNotTested;
  bool partly = false;  // some of its tests were not run
};
QuestionSummary Summarize(const CandidateReport& candidate, CriterionQuestion question);

}  // namespace northstar
