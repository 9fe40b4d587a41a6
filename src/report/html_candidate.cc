#include <fmt/format.h>

#include "base/text.h"
#include "report/cohort_charts.h"
#include "report/html_parts.h"
#include "report/query_chart.h"
#include "report/svg_chart.h"

namespace northstar {
namespace {

std::string VerdictWords(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "yes";
    case Verdict::kFail:
      return "no";
    case Verdict::kUnclear:
      return "unclear";
    case Verdict::kInsufficientData:
      return "too little data";
    case Verdict::kNotTested:
      break;
  }
  return "not tested";
}

// "0.05" as "5 %", counts with thousands, text as it is.
std::string Cell(const DetailTable::Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return Humanize(*number, 3);
  if (const auto* text = std::get_if<std::string>(&value)) return EscapeHtml(*text);
  return "–";
}

const DetailTable* TableOf(const CandidateReport& c, std::string_view test, std::string_view name) {
  for (const TestOutcome& one : c.tests) {
    if (one.test != test) continue;
    for (const auto& [key, value] : one.detail) {
      if (key == name) return std::get_if<DetailTable>(&value);
    }
  }
  return nullptr;
}

struct Column {
  std::string_view key, title;
  bool percent = false;
};

std::string HtmlTable(const DetailTable& table, const std::vector<Column>& columns) {
  std::string out = "<table class=\"figures\"><tr>";
  for (const Column& column : columns) out += fmt::format("<th>{}</th>", column.title);
  out += "</tr>";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (const Column& column : columns) {
      size_t at = 0;
      while (at < table.columns.size() && table.columns[at] != column.key) ++at;
      const auto* number = at < row.size() ? std::get_if<double>(&row[at]) : nullptr;
      out += fmt::format("<td>{}</td>", at == row.size() ? std::string("–")
                                        : column.percent && number != nullptr
                                            ? Humanize(*number * 100, 2) + " %"
                                            : Cell(row[at]));
    }
    out += "</tr>";
  }
  return out + "</table>";
}

std::string LagFigure(const LeadFindings& lead) {
  if (lead.result.profile.empty()) return "";
  LagProfile profile;
  profile.band = lead.result.profile_band;
  profile.unit = GrainName(lead.grain);
  const int longest = static_cast<int>(lead.result.profile.size()) / 2;
  for (int lag = -longest; lag <= longest; ++lag) {
    profile.bars.push_back({lag, lead.result.profile[profile.bars.size()]});
  }
  return Figure(fmt::format("Who moves first? Growth of the candidate against growth of {}; inside "
                            "the band is chance",
                            lead.outcome),
                RenderLagSvg(profile, 420, 240));
}

std::string CohortFigures(const CandidateReport& c) {
  if (!c.cohorts || c.cohorts->retention.doses.empty()) return "";
  const CandidateCohorts& cohorts = *c.cohorts;
  const CohortDesign& design = cohorts.retention.design;
  const std::string early =
      fmt::format("early value: {} in the first {} days", cohorts.dose, design.early_days);
  std::string out = fmt::format("<h3>What became of new {}s</h3><div class=\"charts even\">",
                                EscapeHtml(cohorts.entity));
  out += Figure(fmt::format("Active again from day {} to day {}, by {}", design.early_days,
                            design.horizon(), early),
                RenderDoseSvg(cohorts.retention, 480, 250));
  if (!cohorts.revenue.doses.empty()) {
    out += Figure(fmt::format("Paid from day {} to day {}, per {}", design.early_days,
                              design.horizon(), cohorts.entity),
                  RenderDoseSvg(cohorts.revenue, 480, 250));
  }
  const std::string survival = RenderSurvivalSvg(cohorts.retention, 480, 250);
  if (!survival.empty()) {
    std::string caption = "Still there, by thirds of early value";
    if (cohorts.retention.days_gained)
      caption += fmt::format("; the top third stayed {:.0f} days longer than the lowest",
                             *cohorts.retention.days_gained);
    out += Figure(caption, survival);
  }
  return out + "</div>";
}

std::string AttackTable(const CandidateReport& c) {
  const DetailTable* attacks = TableOf(c, "hard_to_game", "attacks");
  if (attacks == nullptr || attacks->rows.empty()) return "";
  std::string out = "<h3>If people did cheap things that help nobody</h3>";
  out += HtmlTable(*attacks, {{"attack", "attack"},
                              {"lift", "it rises by", true},
                              {"raw_lift", "a plain count of events would by", true}});
  const DetailTable* remedies = TableOf(c, "hard_to_game", "remedies");
  if (remedies != nullptr && !remedies->rows.empty()) {
    out += HtmlTable(*remedies, {{"remedy", "harder to game"}, {"score", "points of 100"}});
  }
  return out;
}

std::string PeopleTable(const Evaluation& e, const CandidateReport& c) {
  std::string rows;
  for (const RatingCell* cell : e.people.CellsOf(c.metric->name)) {
    if (!cell->median) continue;
    std::string_view asked;
    for (const RatingQuestion& question : RatingQuestions()) {
      if (question.name == cell->question) asked = question.text;
    }
    std::vector<std::string> ratings;
    for (const auto& [person, rating] : cell->ratings)
      ratings.push_back(fmt::format("{} {}", EscapeHtml(person), rating));
    rows += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>", asked, Join(ratings, ", "),
                        Humanize(*cell->median, 2));
  }
  if (rows.empty()) return "";
  return "<h3>What people say</h3><table class=\"figures\"><tr><th>question</th><th>ratings, 1 to "
         "5</th><th>median</th></tr>" +
         rows + "</table>";
}

std::string InputTable(const CandidateReport& c) {
  const DetailTable* inputs = TableOf(c, "actionable", "inputs");
  if (inputs == nullptr || inputs->rows.empty()) return "";
  return "<h3>What goes before it</h3>" +
         HtmlTable(*inputs, {{"input", "input"},
                             {"owner", "owner"},
                             {"share", "share of its movement", true},
                             {"low", "from", true},
                             {"high", "to", true}});
}

std::string TestRows(const CandidateReport& c) {
  std::string out = "<table class=\"tests\">";
  for (const TestOutcome& test : c.tests) {
    out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>", Badge(test.verdict), test.test,
                       EscapeHtml(test.sentence));
  }
  return out + "</table>";
}

}  // namespace

std::string Badge(Verdict verdict) {
  return fmt::format(R"(<span class="v {}">{}</span>)", VerdictName(verdict),
                     VerdictWords(verdict));
}

std::string Figure(const std::string& caption, const std::string& svg) {
  return fmt::format("<figure><figcaption>{}</figcaption>{}</figure>", EscapeHtml(caption), svg);
}

std::string CandidatePage(const Evaluation& e, const CandidateReport& c) {
  std::string out = fmt::format(
      R"(<section class="card page" id="{}"><span class="verdict {}">{}</span><h2>{}. {}</h2><div class="small">{}</div>)",
      c.metric->name, c.verdict, c.verdict, c.rank, EscapeHtml(c.metric->label),
      EscapeHtml(c.metric->description));
  out += "<div class=\"charts\">";
  out += Figure(fmt::format("{}, with its 95 % interval; dashed where the period is incomplete",
                            c.metric->label),
                RenderLineSvg(ChartOf(c.series, c.periods), 620, 240));
  out += LagFigure(c.lead) + "</div>";
  out += TestRows(c) + CohortFigures(c) + AttackTable(c) + InputTable(c) + PeopleTable(e, c);
  return out + "<p class=\"small\"><a href=\"#top\">back to the decision</a></p></section>";
}

}  // namespace northstar
