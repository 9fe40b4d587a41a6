#include "report/decision_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/evaluate/rank.h"
#include "base/local_time_words.h"
#include "base/period_words.h"
#include "base/text.h"
#include "model/project.h"
#include "report/evaluate_report.h"

namespace northstar {
namespace {

std::string ListOf(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += "- " + line + "\n";
  return out.empty() ? "- nothing\n" : out;
}

std::string Against(const Evaluation& e, const CandidateReport& chosen) {
  std::vector<std::string> lines;
  for (const TestOutcome& test : chosen.tests) {
    const bool speaks = test.verdict == Verdict::kFail || test.verdict == Verdict::kUnclear;
    if (speaks)
      lines.push_back(fmt::format("{} {}", QuestionTitle(test.question), test.said.whole()));
  }
  for (const TestOutcome& test : chosen.tests) {
    if (test.verdict == Verdict::kInsufficientData || test.verdict == Verdict::kNotTested)
      lines.push_back(
          fmt::format("{} No answer: {}", QuestionTitle(test.question), test.said.whole()));
  }
  if (chosen.rank != 1) {
    lines.push_back(fmt::format("{} ranked first in {:.0f}% of the weightings tried",
                                e.candidates[0].metric->label, 100 * e.candidates[0].first_share));
  }
  return ListOf(lines);
}

// What a rating is about, as it is asked; ratings keep the name alone.
std::string TitleOf(const std::string& name) {
  for (size_t i = 0; i < kQuestions; ++i) {
    const auto question = static_cast<CriterionQuestion>(i);
    if (QuestionName(question) == name) return std::string(QuestionTitle(question));
  }
  return name;
}

std::string Scores(const Evaluation& e) {
  if (e.people.people.empty()) return "Nobody had rated a candidate.\n";
  std::vector<std::string> header{"candidate", "question"};
  header.insert(header.end(), e.people.people.begin(), e.people.people.end());
  header.emplace_back("median");
  TextTable table(header);
  for (const RatingCell& cell : e.people.cells) {
    if (!cell.median) continue;
    std::vector<std::string> row{cell.candidate, TitleOf(cell.question)};
    for (const std::string& person : e.people.people) {
      const auto own = std::find_if(cell.ratings.begin(), cell.ratings.end(),
                                    [&](const auto& rating) { return rating.first == person; });
      row.push_back(own == cell.ratings.end() ? "–" : std::to_string(own->second));
    }
    row.push_back(Humanize(*cell.median, 2));
    table.Add(std::move(row));
  }
  return e.people.said.whole() + "\n\n" + table.Markdown();
}

}  // namespace

std::string RenderDecision(const DecideAnswer& decision) {
  const Evaluation& e = decision.evaluation;
  const auto found = std::find_if(e.candidates.begin(), e.candidates.end(),
                                  [&](const auto& c) { return c.metric->name == decision.metric; });
  NS_CHECK(found != e.candidates.end());
  const CandidateReport& chosen = *found;
  std::string out =
      fmt::format("# {}: {} is the North Star\n\n", decision.day, chosen.metric->label);
  out += fmt::format(
      "> {}\n\n{}\n",
      chosen.metric->description.empty() ? "(no description)" : chosen.metric->description,
      decision.why);
  if (!decision.by.empty()) out += fmt::format("\nDecided by {}.\n", decision.by);
  if (!decision.former.empty()) {
    const Metric* former = e.project->FindMetric(decision.former);
    out += fmt::format("\nIt replaces {}, which stopped working: {}\n",
                       former != nullptr ? former->label : decision.former, decision.reason);
  }
  out += fmt::format("\n## What the evidence said\n\n{} It was **{}**", e.said.whole(),
                     RecommendationName(chosen.recommendation));
  if (chosen.score && !IsRejected(chosen))
    out += fmt::format(", with {:.0f} of 100 points", *chosen.score);
  if (!IsRejected(chosen))
    out +=
        fmt::format(", ranking first in {:.0f}% of the weightings tried", 100 * chosen.first_share);
  out += ".\n\n" + ScorecardMarkdown(e);
  out += "\n## Evidence against it\n\n" + Against(e, chosen);
  out += "\n## What would change the answer\n\n" + ListOf(e.decision.would_change);
  out += "\n## Ratings\n\n" + Scores(e);
  out += "\n## Data and definitions\n\n";
  if (!chosen.periods.empty())
    out += fmt::format("- data: {} from {} to {}, as of {}\n",
                       Plural(static_cast<long long>(chosen.periods.size()), "period"),
                       DateWords(chosen.periods.front()), DateWords(chosen.periods.back()),
                       LocalTimeWords(e.project->calendar, e.as_of_us));
  out += fmt::format("- definition: {}, version {}; all definitions: {}\n", chosen.metric->name,
                     chosen.metric->version, decision.definitions);
  out += fmt::format("- scoring rules: version {} of the defaults", e.project->judgement.version);
  if (!e.project->judgement.overridden.empty())
    out += ", except " + Join(e.project->judgement.overridden, ", ");
  return out + "\n";
}

}  // namespace northstar
