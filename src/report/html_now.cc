// The first screen of the report: one sentence, the number, its trend and the seven verdicts; below
// it what moves the star and whether it is honest.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/html_text.h"
#include "base/period_words.h"
#include "base/text.h"
#include "model/project.h"
#include "report/constellation_report.h"
#include "report/evaluate_report.h"
#include "report/html_parts.h"
#include "report/html_sections.h"
#include "report/query_chart.h"

namespace northstar {
namespace {

constexpr size_t kTrendPeriods = 104;  // of the first picture

const CandidateReport* CandidateOf(const Evaluation& e, const Metric* metric) {
  for (const CandidateReport& c : e.candidates) {
    if (metric == nullptr || c.metric->name == metric->name) return &c;
  }
  return nullptr;
}

// Whose verdicts and trend the first screen shows: those of the star, else of the first candidate.
const CandidateReport* Shown(const StateOfTheStar& parts) {
  if (!parts.evaluation) return nullptr;
  return CandidateOf(*parts.evaluation,
                     parts.now ? parts.now->constellation.star().metric : nullptr);
}

// The trend with intervals where a candidate was evaluated, else without.
LineChart TrendOf(const StateOfTheStar& parts, const CandidateReport* shown) {
  LineChart chart;
  if (shown != nullptr) {
    chart = ChartOf(*parts.project, shown->series, shown->periods);
  } else if (parts.now && parts.now->detection) {
    const Detection& d = *parts.now->detection;
    const Metric& metric = *parts.now->constellation.star().metric;
    chart.title = metric.label;
    chart.look = LookOf(metric);
    for (size_t i = 0; i < d.series.values.size(); ++i)
      chart.points.push_back({d.series.labels[i], d.series.values[i]});
    for (const Annotation& one : parts.project->annotations)
      chart.notes.push_back({one.at, one.to, one.text});
  }
  if (parts.now && parts.now->forecast && parts.now->forecast->open) {
    const OpenPeriod& open = *parts.now->forecast->open;
    const bool there = !chart.points.empty() && chart.points.back().label == open.period;
    if (!there && !chart.points.empty())
      chart.points.push_back({open.period, open.so_far, {}, {}, PointKind::kOpen});
    ProjectOpen(open, chart);
  }
  if (!IsDaily(chart.points) && chart.points.size() > kTrendPeriods)
    chart.points.erase(chart.points.begin(),
                       chart.points.end() - static_cast<std::ptrdiff_t>(kTrendPeriods));
  return chart;
}

std::string Step(const std::string& change, const std::string& on, const char* style) {
  if (change.empty()) return "";
  return fmt::format("<li><b class=\"{}\">{}</b> <span>{}</span></li>", style, EscapeHtml(change),
                     EscapeHtml(on));
}

// Good or bad, and only where it is unusual.
const char* StepStyle(const ConstellationNode& node) {
  if (!node.movement.is_unusual() || !node.value || !node.previous) return "";
  return (*node.value > *node.previous) == node.metric->increase_is_good ? "up" : "down";
}

std::string NumberBlock(const StarNow& now) {
  const ConstellationNode& star = now.constellation.star();
  const ValueLook look = LookOf(*star.metric);
  std::string out = fmt::format("<div class=\"number\">{} <span>{}</span></div>",
                                EscapeHtml(FormatValue(look, star.value)), EscapeHtml(look.unit));
  std::string when = PeriodWords(star.grain, star.period);
  if (star.low && star.high)
    when += fmt::format(", 95% interval: {} to {}", FormatValue(look, star.low),
                        FormatValue(look, star.high));
  out += Paragraph(when, "small");
  std::string before = fmt::format("from the {} before", GrainName(star.grain));
  if (const std::string usual = NodeUsual(star); !usual.empty()) before += " (" + usual + ")";
  out += "<ul class=\"steps\">" + Step(NodeChange(star), before, StepStyle(star)) +
         Step(ChangeText(look, now.facts.at_quarter_start, star.value), "since the quarter began",
              "") +
         Step(NodeYear(star), "from a year ago", "") + "</ul>";
  return out;
}

std::string VerdictList(const CandidateReport& c, bool star) {
  std::string out = fmt::format("<div class=\"right\"><h2>{}</h2><ul class=\"verdicts\">",
                                star ? "Is it the right star?" : "Would it be the right star?");
  for (int q = 0; q < kQuestions; ++q) {
    const auto question = static_cast<CriterionQuestion>(q);
    out +=
        fmt::format("<li><a href=\"#{}\"><span>{}</span>{}</a></li>", QuestionAnchor(c, question),
                    QuestionTitle(question), Badge(Summarize(c, question).verdict));
  }
  return out + "</ul></div>";
}

// Beside the number; where the star is no candidate, what to do about it.
std::string Verdicts(const StateOfTheStar& parts, const CandidateReport* shown) {
  if (shown != nullptr) return VerdictList(*shown, parts.now && parts.now->constellation.declared);
  if (!parts.evaluation || !parts.now) return "";
  return fmt::format(
      "<div class=\"right\"><h2>Is it the right star?</h2><p class=\"small\">Not evaluated yet: "
      "add {} to candidates to see its seven verdicts.</p></div>",
      EscapeHtml(parts.now->constellation.star().metric->name));
}

std::vector<std::optional<double>> ValuesOf(const ConstellationNode& node) {
  std::vector<std::optional<double>> values;
  for (const RecentValue& one : node.recent) values.push_back(one.value);
  return values;
}

std::string Spark(const std::vector<std::optional<double>>& values) {
  double low = INFINITY;
  double high = -INFINITY;
  for (const auto& value : values) {
    if (value) low = std::min(low, *value), high = std::max(high, *value);
  }
  if (!(high > low) || values.size() < 2) return "";
  std::string lines;
  std::string points;
  for (size_t i = 0; i <= values.size(); ++i) {
    if (i < values.size() && values[i]) {
      points += fmt::format("{:.1f},{:.1f} ",
                            100 * static_cast<double>(i) / static_cast<double>(values.size() - 1),
                            2 + 30 * (1 - (*values[i] - low) / (high - low)));
    } else if (!points.empty()) {
      lines += fmt::format("<polyline points=\"{}\"/>", Trim(points));
      points.clear();
    }
  }
  return R"(<svg class="spark" viewBox="0 0 100 34" preserveAspectRatio="none" aria-hidden="true">)" +
         lines + "</svg>";
}

std::string Lines(const std::vector<std::string>& facts) {
  std::string out;
  for (const std::string& fact : facts)
    out += fmt::format("<div class=\"small\">{}</div>", EscapeHtml(fact));
  return out;
}

std::string OwnerLine(const ConstellationNode& node) {
  return Lines({node.owners.empty() ? "no owner" : "owner: " + Join(node.owners, ", ")});
}

std::string InputTile(const ConstellationNode& node, const ConstellationNode& star) {
  const ValueLook look = LookOf(*node.metric);
  std::string tag = node.dimension;
  if (node.largest) tag += tag.empty() ? "largest" : " · largest";
  std::string out = "<div>";
  if (!tag.empty()) out += fmt::format("<div class=\"tag\">{}</div>", EscapeHtml(tag));
  out += fmt::format("<h3>{}</h3>", EscapeHtml(node.metric->label +
                                               (node.where.empty() ? "" : " where " + node.where)));
  if (!node.problem.empty()) return out + Paragraph(node.problem, "small") + "</div>";
  out += fmt::format("<div class=\"value\">{} <span>{}</span></div>",
                     EscapeHtml(FormatValue(look, node.value)), EscapeHtml(look.unit));
  out += "<ul class=\"steps\">" +
         Step(NodeChange(node), fmt::format("from the {} before", GrainName(node.grain)),
              StepStyle(node)) +
         "</ul>" + Spark(ValuesOf(node));
  std::vector<std::string> facts;
  if (node.period != star.period || node.grain != star.grain)
    facts.push_back(PeriodWords(node.grain, node.period));
  if (const std::string usual = NodeUsual(node); !usual.empty()) facts.push_back(usual);
  if (const std::string strength = NodeStrength(node, star); !strength.empty())
    facts.push_back(strength);
  return out + Lines(facts) + OwnerLine(node) + "</div>";
}

std::string GuardTile(const ConstellationNode& node, const ConstellationNode& star) {
  std::string out =
      fmt::format("<div><h3>{}</h3>{}", EscapeHtml(node.metric->label), Badge(LimitLook(node)));
  out += fmt::format("<div class=\"value\">{}</div>", EscapeHtml(NodeValue(node)));
  std::vector<std::string> facts{node.limit.words};
  if (!node.problem.empty()) facts.push_back(node.problem);
  if (node.period != star.period || node.grain != star.grain)
    facts.push_back(PeriodWords(node.grain, node.period));
  return out + Lines(facts) + OwnerLine(node) + "</div>";
}

std::string Tiles(const Constellation& c, NodeRole role, const std::string& title) {
  std::string tiles;
  for (const ConstellationNode& node : c.nodes) {
    if (node.role != role) continue;
    tiles += role == NodeRole::kGuardrail ? GuardTile(node, c.star()) : InputTile(node, c.star());
  }
  if (tiles.empty()) return "";
  return fmt::format("<section class=\"plain\"><h2>{}</h2><div class=\"tiles\">{}</div></section>",
                     title, tiles);
}

struct Sentences {
  std::string first, second;
};

// A star that is decided speaks for itself; before that, the choice is the news.
Sentences SentencesOf(const StateOfTheStar& parts) {
  Sentences s;
  const bool declared = parts.now && parts.now->constellation.declared;
  if (parts.now) {
    const Said headline = ChooseHeadline(parts.now->facts);
    s = {headline.first.text(), headline.more.text()};
  }
  if (parts.evaluation && !declared) {
    s.second = s.first;
    s.first = parts.evaluation->said.whole();
  }
  return s;
}

}  // namespace

std::string NowSection(const StateOfTheStar& parts) {
  const CandidateReport* shown = Shown(parts);
  const Sentences sentences = SentencesOf(parts);
  std::string out = "<section id=\"now\">";
  if (parts.now && !parts.now->constellation.statement.empty())
    out += Paragraph(parts.now->constellation.statement, "statement");
  out += fmt::format("<h1>{}</h1>", EscapeHtml(sentences.first));
  out += Paragraph(sentences.second, "second");
  const LineChart trend = TrendOf(parts, shown);
  const bool band = shown != nullptr && std::any_of(trend.points.begin(), trend.points.end(),
                                                    [](const auto& p) { return p.low; });
  out += "<div class=\"split\"><div>";
  if (parts.now) out += NumberBlock(*parts.now);
  if (!trend.points.empty())
    out += WidePicture(trend, trend.title + (band ? ", with its 95% interval" : ""));
  out += "</div><div class=\"foot\">" + (trend.points.empty() ? "" : FigureFoot(trend)) + "</div>";
  out += Verdicts(parts, shown) + "</div></section>";
  if (!parts.now) return out;
  const Constellation& c = parts.now->constellation;
  out += Tiles(c, NodeRole::kInput, c.declared ? "What moves it" : "What may move it");
  out += Tiles(c, NodeRole::kGuardrail, "Is it honest?");
  return out + Tiles(c, NodeRole::kKpi, "What is linked to it");
}

}  // namespace northstar
