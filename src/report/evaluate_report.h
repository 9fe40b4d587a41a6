// Evaluation → scorecard: on the terminal (at most 100 columns), Markdown, JSON, and the HTML page.
#pragma once

#include <string>
#include <vector>

#include "analysis/constellation.h"
#include "analysis/evaluate.h"
#include "analysis/explain/explain.h"
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
// What does not count as activity, one sentence for each entity that has something left out.
std::vector<std::string> ActivityLines(const Evaluation& evaluation);
// What the page shows beside the scorecard, where there is something to show.
struct ReportBeside {
  std::optional<Constellation> constellation;
  std::optional<Explanation> explanation;
  std::optional<FeedbackFindings> feedback;
};
// One page that needs no network: the decision, the scorecard, what happens now, a page per
// candidate.
std::string RenderHtml(const Evaluation& evaluation, const ReportBeside& beside);

// Shared by all forms: what a verdict looks like and how a question is summed up.
struct QuestionSummary {
  Verdict verdict = Verdict::kNotTested;
  bool partly = false;  // some of its tests were not run
};
QuestionSummary Summarize(const CandidateReport& candidate, CriterionQuestion question);

}  // namespace northstar
