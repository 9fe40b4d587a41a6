// The scorecard as one page that needs no network. Layout and words only; figures come formatted.
#include <fmt/format.h>

#include "base/text.h"
#include "report/evaluate_report.h"
#include "report/html_parts.h"
#include "report/query_chart.h"
#include "report/svg_chart.h"

namespace northstar {
namespace {

constexpr std::string_view kStyle = R"css(
:root{--ink:#1d2430;--soft:#5f6b7a;--line:#e3e7ee;--paper:#fff;--back:#f5f7fa;--blue:#2457d6;--green:#11795a;--red:#b3261e;--amber:#946200;--cyan:#0b6e85}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:1040px;margin:0 auto;padding:32px 20px 64px}h1{font-size:27px;line-height:1.3;margin:0 0 8px}h2{font-size:21px;margin:0}
.small{color:var(--soft);font-size:14px}.card{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:22px;margin-top:22px}
table{border-collapse:collapse;width:100%}th{font-weight:600;font-size:13px;color:var(--soft);text-align:center;padding:8px 6px;vertical-align:bottom}
th.left,td.left{text-align:left;min-width:130px}td{padding:10px 6px;border-top:1px solid var(--line);text-align:center}
tr.rejected td{color:var(--soft)}td b a{color:inherit;text-decoration:none}td b a:hover{text-decoration:underline}
.v{display:inline-block;min-width:72px;padding:2px 8px;border-radius:12px;font-size:13px;white-space:nowrap}
.pass{background:#e2f4ec;color:var(--green)}.fail{background:#fbe7e5;color:var(--red)}.unclear{background:#fdf1d7;color:var(--amber)}
.insufficient_data{background:#e1f1f5;color:var(--cyan)}.not_tested{background:#eef0f3;color:var(--soft)}
.verdict{float:right;font-size:14px;padding:3px 12px;border-radius:14px;background:#eef0f3;color:var(--soft)}
.verdict.recommended{background:var(--green);color:#fff}.verdict.rejected{background:#fbe7e5;color:var(--red)}
.charts{display:grid;grid-template-columns:3fr 2fr;gap:18px;margin:16px 0}.charts.even{grid-template-columns:1fr 1fr}@media(max-width:760px){.charts{grid-template-columns:1fr}}
figure{margin:0}figcaption{font-size:14px;color:var(--soft);margin-bottom:4px}svg{width:100%;height:auto;display:block}
.grid{stroke:var(--line)}.tick{font-size:11px;fill:var(--soft)}.line{fill:none;stroke:var(--blue);stroke-width:2;stroke-linejoin:round}
.line.open{stroke-dasharray:4 4}.faint{fill:none;stroke:var(--blue);opacity:.28}.band{fill:var(--blue);opacity:.13}.dot{fill:transparent}.dot:hover{fill:var(--blue)}.dot.marked{fill:var(--red)}.bar{fill:#b9c2d0}.bar.strong{fill:var(--blue)}
.tests td{text-align:left;vertical-align:top;font-size:15px}.tests td:first-child{width:110px}.tests td:nth-child(2){width:170px;color:var(--soft)}
.whisker{stroke:var(--ink);stroke-width:1.2;fill:none;opacity:.55}.third{fill:none;stroke-width:2}.third0{stroke:#b9c2d0}.third1{stroke:#7f9ce0}.third2{stroke:var(--blue)}
.decision ul{margin:6px 0 14px;padding-left:20px}.decision li{margin:3px 0}.decision h3,.page h3{font-size:16px;margin:18px 0 2px}.decision .columns{display:grid;grid-template-columns:1fr 1fr;gap:28px}@media(max-width:760px){.decision .columns{grid-template-columns:1fr}}
.figures td,.figures th{text-align:right;font-size:14px;padding:5px 8px}.figures td:first-child,.figures th:first-child{text-align:left}
.water.whole{fill:#7f9ce0}.water.up{fill:#4fae8b}.water.down{fill:#d9776f}text.water{font-size:13px;font-weight:600;fill:var(--ink)}
@media print{section.page{break-before:page}body{background:#fff}}
.note{margin-top:12px}footer{margin-top:28px;color:var(--soft);font-size:13px}
)css";

constexpr CriterionQuestion kAll[] = {CriterionQuestion::kLeads,      CriterionQuestion::kValue,
                                      CriterionQuestion::kActionable, CriterionQuestion::kSimple,
                                      CriterionQuestion::kMeasurable, CriterionQuestion::kGame,
                                      CriterionQuestion::kPeople};

std::string ScoreTable(const Evaluation& e) {
  std::string out = R"(<div class="card"><table><tr><th></th><th class="left">candidate</th>)";
  for (const CriterionQuestion question : kAll)
    out += fmt::format("<th>{}</th>", QuestionTitle(question));
  out += "<th>points</th><th>comes first</th></tr>";
  for (const CandidateReport& c : e.candidates) {
    const bool rejected = c.verdict == "rejected";
    out += fmt::format(
        R"(<tr class="{}"><td>{}</td><td class="left"><b><a href="#{}">{}</a></b></td>)", c.verdict,
        c.rank, c.metric->name, EscapeHtml(c.metric->label));
    for (const CriterionQuestion question : kAll)
      out += "<td>" + Badge(Summarize(c, question).verdict) + "</td>";
    out +=
        fmt::format("<td>{}</td><td>{}</td></tr>", c.score ? fmt::format("{:.0f}", *c.score) : "–",
                    rejected ? "out" : fmt::format("{:.0f} %", c.first_share * 100));
  }
  return out +
         "</table><p class=\"small\">“Comes first” is the share of weightings of the questions "
         "under which a candidate wins. "
         "A candidate that is out fails a condition that nothing else can make up for.</p></div>";
}

std::string ListOf(const std::string& title, const std::vector<Reason>& lines) {
  if (lines.empty()) return "";
  std::string out = fmt::format("<h3>{}</h3><ul>", title);
  for (const Reason& line : lines) {
    out += line.about.empty() ? fmt::format("<li>{}</li>", EscapeHtml(line.text))
                              : fmt::format("<li><b>{}</b> {}</li>", EscapeHtml(line.about),
                                            EscapeHtml(line.text));
  }
  return out + "</ul>";
}

std::string ListOf(const std::string& title, const std::vector<std::string>& lines) {
  std::vector<Reason> reasons;
  for (const std::string& line : lines) reasons.push_back({"", line});
  return ListOf(title, reasons);
}

// What a manager reads in ten seconds: the recommendation, its grounds, what would change it.
std::string DecisionCard(const Evaluation& e) {
  const bool chosen = !e.decision.recommended.empty();
  std::string out =
      fmt::format(R"(<div class="card decision"><span class="verdict {}">{}</span><h1>{}</h1>)",
                  chosen ? "recommended" : "", chosen ? "recommended" : "no recommendation",
                  EscapeHtml(e.headline));
  out += "<div class=\"columns\"><div>" +
         ListOf(chosen ? "Why" : "What speaks for the first", e.decision.why) + "</div><div>" +
         ListOf("What speaks against it",
                e.decision.against.empty() ? std::vector<Reason>{{"", "Nothing that was tested."}}
                                           : e.decision.against) +
         ListOf("What would change the answer", e.decision.would_change) + "</div></div>";
  return out + "</div>";
}

std::string PeopleLine(const Evaluation& e) {
  if (e.people.people.empty()) return "";
  std::string out = fmt::format("<div class=\"card\"><h2>Do people agree?</h2><p>{}</p>",
                                EscapeHtml(e.people.sentence));
  std::vector<std::string> disputed;
  for (const RatingCell* cell : e.people.Disputed()) {
    std::vector<std::string> ratings;
    for (const auto& [person, rating] : cell->ratings)
      ratings.push_back(fmt::format("{} {}", person, rating));
    disputed.push_back(
        fmt::format("{}, {}: {}", cell->candidate, cell->question, Join(ratings, ", ")));
    if (disputed.size() == 5) break;
  }
  return out + ListOf("Talk about these first", disputed) + "</div>";
}

}  // namespace

std::string RenderHtml(const Evaluation& e, const ReportBeside& beside) {
  std::string out =
      R"(<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">)";
  out += fmt::format("<title>North Star scorecard: {}</title><style>{}</style></head><body><main>",
                     EscapeHtml(e.project->name), kStyle);
  out += fmt::format(R"(<div class="small" id="top">{} · data up to {}</div>)",
                     EscapeHtml(e.project->name), FormatInstant(e.as_of_us).substr(0, 10));
  out += DecisionCard(e);
  out += ScoreTable(e) + PeopleLine(e);
  if (beside.constellation) out += ConstellationCard(*beside.constellation);
  if (beside.explanation) out += MovementCard(*beside.explanation);
  if (beside.feedback) out += FeedbackCard(*beside.feedback);
  if (!e.notes.empty()) {
    out += R"(<div class="card"><h2>What is missing</h2>)";
    for (const std::string& note : e.notes)
      out += fmt::format("<p class=\"note\">{}</p>", EscapeHtml(note));
    out += "</div>";
  }
  if (const std::vector<std::string> lines = ActivityLines(e); !lines.empty()) {
    out += R"(<div class="card"><h2>What counts as activity</h2>)";
    for (const std::string& line : lines)
      out += fmt::format("<p class=\"note\">{}</p>", EscapeHtml(line));
    out += "</div>";
  }
  if (e.outcome != nullptr) {
    out += R"(<section class="card"><span class="verdict">outcome</span>)";
    out += fmt::format("<h2>{}</h2><div class=\"small\">{}</div>", EscapeHtml(e.outcome->label),
                       EscapeHtml(e.outcome->description));
    out += "<div class=\"charts\" style=\"grid-template-columns:1fr\">" +
           Figure(fmt::format("{}: what a North Star must go before", e.outcome->label),
                  RenderLineSvg(ChartOf(e.outcome_series, e.outcome_periods), 980, 240)) +
           "</div></section>";
  }
  for (const CandidateReport& c : e.candidates) out += CandidatePage(e, c);
  out += fmt::format(
      "<footer>Ranked over {} weightings of the questions; points and thresholds are version {} of "
      "the published "
      "defaults{}. An association in time is no proof of cause.</footer></main></body></html>\n",
      WithThousands(e.weightings), e.project->judgement.version,
      e.project->judgement.overridden.empty()
          ? ""
          : EscapeHtml(", except " + Join(e.project->judgement.overridden, ", ")));
  return out;
}

}  // namespace northstar
