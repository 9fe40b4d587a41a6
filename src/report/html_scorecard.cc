// Which candidate deserves to be the star: the grid of five by seven, and the grounds.
#include <fmt/format.h>

#include "analysis/evaluate/decision.h"
#include "analysis/evaluate/rank.h"
#include "base/html_text.h"
#include "base/text.h"
#include "report/evaluate_report.h"
#include "report/html_parts.h"
#include "report/html_sections.h"
#include "report/query_chart.h"

namespace northstar {
namespace {

constexpr size_t kMostDisputed = 5;

std::string Grid(const Evaluation& e) {
  HtmlTable table{"", {{"Candidate"}}, {}, "scores"};
  for (int q = 0; q < kQuestions; ++q)
    table.columns.push_back({std::string(QuestionTitle(static_cast<CriterionQuestion>(q)))});
  table.columns.push_back({"Points (of 100)"});
  table.columns.push_back({"Ranks first"});
  for (const CandidateReport& c : e.candidates) {
    std::vector<std::string> row{fmt::format("{}. <a href=\"#{}\">{}</a>", c.rank, c.metric->name,
                                             EscapeHtml(c.metric->label))};
    if (IsRejected(c))
      row.front() += fmt::format("<div class=\"small\">out: {}</div>", EscapeHtml(ReasonOut(c)));
    for (int q = 0; q < kQuestions; ++q)
      row.push_back(Badge(Summarize(c, static_cast<CriterionQuestion>(q)).verdict));
    // Who is out has no points, and no share of weightings.
    row.push_back(c.score && !IsRejected(c) ? fmt::format("{:.0f}", *c.score) : "–");
    row.push_back(IsRejected(c) ? "–" : fmt::format("{:.0f}%", c.first_share * 100));
    table.rows.push_back(std::move(row));
  }
  return "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Scorecard\">" +
         Render(table) + "</div>";
}

// "Is it simple? Yes, …": what an answer is about stands out from it.
std::string ListOf(const std::string& title, const std::vector<Reason>& reasons) {
  if (reasons.empty()) return "";
  std::string out = fmt::format("<div><h3>{}</h3><ul>", title);
  for (const Reason& reason : reasons) {
    const std::string about =
        reason.about.empty() ? "" : fmt::format("<b>{}</b> ", EscapeHtml(reason.about));
    out += fmt::format("<li>{}{}</li>", about, EscapeHtml(reason.text.text()));
  }
  return out + "</ul></div>";
}

// Only where there is something to talk about.
std::string Disputes(const PeopleFindings& people) {
  std::vector<Reason> disputed;
  for (const RatingCell* cell : people.Disputed()) {
    std::vector<std::string> ratings;
    for (const auto& [person, rating] : cell->ratings)
      ratings.push_back(fmt::format("{} {}", person, rating));
    disputed.push_back(
        {"", fmt::format("{}, {}: {}", cell->candidate, cell->question, Join(ratings, ", "))});
    if (disputed.size() == kMostDisputed) break;
  }
  return ListOf("Raters disagree most on", disputed);
}

}  // namespace

std::string CandidatesSection(const Evaluation& e) {
  const bool chosen = !e.decision.recommended.empty();
  std::string out = "<section id=\"candidates\"><h2>Which candidate deserves to be the star?</h2>";
  out += Paragraph(e.said.whole()) + Grid(e);
  out += Paragraph(
      "“Ranks first” is the share of the weightings tried in which a candidate ranks first.",
      "small");
  std::vector<Reason> would_change;
  for (const std::string& change : e.decision.would_change) would_change.push_back({"", change});
  out += "<div class=\"lists\">" + ListOf("Evidence against it", e.decision.against) + "<div>" +
         ListOf("What would change the answer", would_change) + Disputes(e.people) + "</div></div>";
  if (!e.decision.why.empty())
    out += Folded(chosen ? "Why" : "Evidence for the first", BulletList(Sentences(e.decision.why)));
  if (e.outcome != nullptr) {
    const LineChart chart = ChartOf(*e.project, e.outcome_series, e.outcome_periods);
    out += Folded(fmt::format("The outcome: {}", e.outcome->label),
                  Paragraph(e.outcome->description, "small") +
                      WideFigure(chart, e.outcome->label + ": what a star should lead"));
  }
  return out + "</section>";
}

}  // namespace northstar
