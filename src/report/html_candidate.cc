// The evidence of every candidate: the seven questions, one line each; tests, pictures and tables
// are folded beneath the question that they answer.
#include <fmt/format.h>

#include <cmath>

#include "analysis/evaluate/rank.h"
#include "base/html_text.h"
#include "base/text.h"
#include "report/cohort_charts.h"
#include "report/evaluate_report.h"
#include "report/html_parts.h"
#include "report/html_sections.h"
#include "report/query_chart.h"
#include "report/svg_chart.h"

namespace northstar {
namespace {

constexpr int kWidth = 340, kHeight = 230;
constexpr int kSurvivalRows = 6;  // of the table beneath the curves

std::string LagFigure(const LeadFindings& lead) {
  if (lead.result.profile.empty()) return "";
  LagProfile profile;
  profile.band = lead.result.profile_band;
  profile.unit = GrainName(lead.grain);
  HtmlTable numbers{"", {{"lag"}, {"correlation", true}}, {}, ""};
  const int longest = static_cast<int>(lead.result.profile.size()) / 2;
  for (int lag = -longest; lag <= longest; ++lag) {
    const double correlation = lead.result.profile[profile.bars.size()];
    profile.bars.push_back({lag, correlation});
    numbers.rows.push_back({std::to_string(lag), fmt::format("{:.2f}", correlation)});
  }
  return Figure(
      fmt::format("Which moves first? Growth of the candidate compared with growth of {}; what "
                  "lies inside the band is chance",
                  lead.outcome.shown),
      RenderLagSvg(profile, kWidth, kHeight), Render(numbers));
}

ValueLook MoneyOf(const Evaluation& e) {
  return e.outcome == nullptr ? ValueLook{} : LookOf(*e.outcome);
}

// The table of a test; empty where it has none.
std::string TableOf(const CandidateReport& c, std::string_view test, const ValueLook& money) {
  for (const TestOutcome& one : c.tests) {
    if (one.test != test) continue;
    std::string tables;
    for (const ShownTable& table : ShownTables(one, money)) tables += Render(table);
    return tables;
  }
  return "";
}

// The share that is left of each third at some days.
std::string SurvivalTable(const CohortFindings& f) {
  HtmlTable table{"", {{"day"}}, {}, ""};
  for (const SurvivalTertile& third : f.tertiles)
    table.columns.push_back({"early value " + DoseRange(third.from, third.to), true});
  for (int row = 0; row <= kSurvivalRows; ++row) {
    const double day = std::round(f.horizon_days * row / kSurvivalRows);
    std::vector<std::string> cells{fmt::format("{:.0f}", day)};
    for (const SurvivalTertile& third : f.tertiles) {
      double left = 1;
      for (const stats::SurvivalStep& step : third.curve) {
        if (step.time <= day) left = step.survival;
      }
      cells.push_back(PercentText(left));
    }
    table.rows.push_back(std::move(cells));
  }
  return Render(table);
}

std::string CohortFigures(const Evaluation& e, const CandidateReport& c) {
  if (!c.cohorts || c.cohorts->retention.doses.empty()) return "";
  const CandidateCohorts& cohorts = *c.cohorts;
  const CohortDesign& design = cohorts.retention.design;
  const ValueLook money = MoneyOf(e);
  const std::string early =
      fmt::format("early value: {} in the first {} days", cohorts.dose, design.early_days);
  std::string out =
      Figure(fmt::format("Retained from day {} to day {}, by {}; below: number of units",
                         design.early_days, design.horizon(), early),
             RenderDoseSvg(cohorts.retention, money, kWidth, kHeight),
             TableOf(c, "predicts_retention", money));
  if (!cohorts.revenue.doses.empty()) {
    out += Figure(fmt::format("Paid from day {} to day {}, per {}", design.early_days,
                              design.horizon(), cohorts.entity),
                  RenderDoseSvg(cohorts.revenue, money, kWidth, kHeight),
                  TableOf(c, "predicts_revenue", money));
  }
  const std::string survival = RenderSurvivalSvg(cohorts.retention, kWidth, kHeight);
  if (!survival.empty()) {
    std::string caption = "Survival by third of early value";
    if (cohorts.retention.days_gained)
      caption += fmt::format("; the top third stayed {:.0f} days longer than the bottom third",
                             *cohorts.retention.days_gained);
    out += Figure(caption, survival, SurvivalTable(cohorts.retention));
  }
  return out;
}

std::string PeopleTable(const Evaluation& e, const CandidateReport& c) {
  HtmlTable table{
      "Ratings, 1 to 5", {{"question"}, {"ratings", false, true}, {"median", true}}, {}, ""};
  for (const RatingCell* cell : e.people.CellsOf(c.metric->name)) {
    if (!cell->median) continue;
    std::string_view asked;
    for (const RatingQuestion& question : RatingQuestions()) {
      if (question.name == cell->question) asked = question.text;
    }
    std::vector<std::string> ratings;
    for (const auto& [person, rating] : cell->ratings)
      ratings.push_back(fmt::format("{} {}", EscapeHtml(person), rating));
    table.rows.push_back({EscapeHtml(asked), Join(ratings, ", "), Humanize(*cell->median, 2)});
  }
  return table.rows.empty() ? "" : Render(table);
}

std::string FiguresOf(const Evaluation& e, const CandidateReport& c, CriterionQuestion question) {
  std::string figures;
  switch (question) {
    case CriterionQuestion::kLeads:
      figures = LagFigure(c.lead);
      break;
    case CriterionQuestion::kValue:
      figures = CohortFigures(e, c);
      break;
    case CriterionQuestion::kPeople:
      return PeopleTable(e, c);
    case CriterionQuestion::kActionable:
    case CriterionQuestion::kSimple:
    case CriterionQuestion::kMeasurable:
    case CriterionQuestion::kGame:
      break;
  }
  return figures.empty() ? "" : "<div class=\"figures\">" + figures + "</div>";
}

std::string Question(const Evaluation& e, const CandidateReport& c, CriterionQuestion question) {
  const TestOutcome* deciding = DecidingTest(c, question);
  const Verdict verdict = Summarize(c, question).verdict;
  std::string out = fmt::format(
      R"(<details class="question" id="{}"><summary>{}<h4>{}</h4><span class="line1">{}</span></summary><div class="inside"><ul>)",
      QuestionAnchor(c, question), Badge(verdict), QuestionTitle(question),
      EscapeHtml(deciding == nullptr ? "" : deciding->said.first.text()));
  std::string tables;
  for (const TestOutcome& test : c.tests) {
    if (test.question != question) continue;
    out += fmt::format("<li>{} {}</li>", Badge(test.verdict), EscapeHtml(test.said.whole()));
    // Doses stand beneath their pictures.
    if (question == CriterionQuestion::kValue && c.cohorts) continue;
    for (const ShownTable& table : ShownTables(test, MoneyOf(e)))
      tables += Folded(table.title, Render(table));
  }
  return out + "</ul>" + FiguresOf(e, c, question) + tables + "</div></details>";
}

std::string Candidate(const Evaluation& e, const CandidateReport& c) {
  std::string standing(RecommendationName(c.recommendation));
  if (IsRejected(c)) {
    standing = "out: " + ReasonOut(c);
  } else if (c.score) {
    standing += fmt::format(", {:.0f} of 100 points", *c.score);
  }
  std::string out =
      fmt::format(R"(<div class="candidate" id="{}"><h3>{}. {}</h3><p class="small">{}</p>)",
                  c.metric->name, c.rank, EscapeHtml(c.metric->label), EscapeHtml(standing));
  out += Paragraph(c.metric->description);
  const LineChart chart = ChartOf(*e.project, c.series, c.periods);
  if (!chart.points.empty())
    out += Folded("Trend", WideFigure(chart, c.metric->label + ", with its 95% interval"));
  for (int q = 0; q < kQuestions; ++q) out += Question(e, c, static_cast<CriterionQuestion>(q));
  return out + "</div>";
}

}  // namespace

std::string QuestionAnchor(const CandidateReport& candidate, CriterionQuestion question) {
  return fmt::format("{}/{}", candidate.metric->name, QuestionName(question));
}

std::string EvidenceSection(const Evaluation& e) {
  std::string out = "<section id=\"evidence\"><h2>The evidence, candidate by candidate</h2>";
  for (const CandidateReport& c : e.candidates) out += Candidate(e, c);
  return out + "</section>";
}

}  // namespace northstar
