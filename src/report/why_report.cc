// One candidate in full (`evaluate --why`), and two side by side (`--compare A B`).
#include <fmt/format.h>

#include "analysis/rank.h"
#include "base/text.h"
#include "report/evaluate_json.h"
#include "report/evaluate_report.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;

Result<const CandidateReport*> Find(const Evaluation& e, const std::string& name) {
  std::vector<std::string> known;
  for (const CandidateReport& candidate : e.candidates) {
    if (candidate.metric->name == name) return &candidate;
    known.push_back(candidate.metric->name);
  }
  return Error::Usage(fmt::format("'{}' is none of the candidates", name), DidYouMean(name, known));
}

std::string Cell(const DetailTable::Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return Humanize(*number, 3);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "–";
}

void AppendDetail(const TestOutcome& test, bool markdown, std::string& out) {
  const std::string indent = markdown ? "" : "      ";
  std::vector<std::string> figures;
  for (const auto& [name, value] : test.detail) {
    if (const auto* number = std::get_if<double>(&value)) {
      figures.push_back(fmt::format("{} {}", name, Humanize(*number, 3)));
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      figures.push_back(fmt::format("{} {}", name, *text));
    }
  }
  if (!figures.empty()) {
    if (markdown) out += "\n";
    for (const std::string& line : Wrap(Join(figures, " · "), kWidth - indent.size()))
      out += indent + line + "\n";
  }
  for (const auto& [name, value] : test.detail) {
    const auto* table = std::get_if<DetailTable>(&value);
    if (table == nullptr || table->rows.empty()) continue;
    TextTable text(table->columns);
    for (size_t c = 0; c < table->columns.size(); ++c) {
      if (std::holds_alternative<double>(table->rows[0][c])) text.AlignRight(c);
    }
    for (const auto& row : table->rows) {
      std::vector<std::string> cells;
      for (const DetailTable::Value& cell : row) cells.push_back(Cell(cell));
      text.Add(std::move(cells));
    }
    out += markdown ? "\n" + text.Markdown() : "\n" + indent + name + "\n";
    if (markdown) continue;
    for (const std::string& line : Split(text.Text(false), '\n')) {
      if (!line.empty()) out += indent + line + "\n";
    }
  }
}

std::string PointsText(const QuestionPoints& points) {
  if (!points.points) return "no answer yet (0 to 100 possible)";
  const bool sure = points.high - points.low < 1;
  return sure ? fmt::format("{:.0f} points of 100", *points.points)
              : fmt::format("{:.0f} points of 100, from {:.0f} to {:.0f}", *points.points,
                            points.low, points.high);
}

std::string WhyTerminal(const Evaluation& e, const CandidateReport& c, bool color) {
  std::string out = Paint(fmt::format("{}: {}", c.metric->label, c.verdict), "1", color) + "\n";
  for (const std::string& line : Wrap(c.metric->description, kWidth)) out += line + "\n";
  out += fmt::format("rank {} of {}", c.rank, e.candidates.size());
  if (c.score) out += fmt::format(", {:.0f} points of 100", *c.score);
  if (!IsRejected(c))
    out += fmt::format(", first under {:.0f} % of weightings", c.first_share * 100);
  out += "\n";
  for (size_t q = 0; q < kQuestions; ++q) {
    const auto question = static_cast<CriterionQuestion>(q);
    out += "\n" + Paint(std::string(QuestionTitle(question)), "1", color);
    if (e.asked[q]) out += Paint("  " + PointsText(c.questions[q]), "90", color);
    out += "\n";
    for (const TestOutcome& test : c.tests) {
      if (test.question != question) continue;
      const VerdictLook look = LookOf(test.verdict);
      const std::vector<std::string> lines = Wrap(test.sentence, kWidth - 25);
      for (size_t i = 0; i < lines.size(); ++i) {
        out += i == 0 ? fmt::format("   {} {}", Paint(look.mark, look.color, color),
                                    PadRight(test.test, 19))
                      : std::string(24, ' ');
        out += " " + lines[i] + "\n";
      }
      if (!test.finding.empty()) out += "      finding " + test.finding + "\n";
      AppendDetail(test, false, out);
    }
  }
  return out;
}

std::string WhyMarkdown(const CandidateReport& c) {
  std::string out =
      fmt::format("# {}: {}\n\n{}\n", c.metric->label, c.verdict, c.metric->description);
  for (const TestOutcome& test : c.tests) {
    out += fmt::format("\n## {}\n\n{}{}\n", test.test,
                       test.finding.empty() ? "" : fmt::format("**{}**. ", test.finding),
                       test.sentence);
    AppendDetail(test, true, out);
  }
  return out;
}

std::string ComparisonText(const Evaluation& e, const CandidateReport& a, const CandidateReport& b,
                           bool color) {
  const auto at = [](const CandidateReport& c) { return static_cast<size_t>(c.rank) - 1; };
  std::string out = Paint(fmt::format("{} or {}?", a.metric->label, b.metric->label), "1", color);
  out += "\n";
  if (IsRejected(a) || IsRejected(b)) {
    for (const CandidateReport* c : {&a, &b}) {
      if (IsRejected(*c)) out += fmt::format("{} is out: it fails a gate.\n", c->metric->label);
    }
  } else {
    out += fmt::format("{} is ahead under {:.0f} % of weightings, {} under {:.0f} %.\n",
                       a.metric->label, 100 * e.beats[at(a)][at(b)], b.metric->label,
                       100 * e.beats[at(b)][at(a)]);
  }
  TextTable table({"question", a.metric->label, b.metric->label, "ahead"});
  for (size_t q = 0; q < kQuestions; ++q) {
    const auto text = [&](const CandidateReport& c) {
      const QuestionPoints& p = c.questions[q];
      return p.points ? fmt::format("{:.0f} ({:.0f}–{:.0f})", *p.points, p.low, p.high) : "–";
    };
    const auto& pa = a.questions[q];
    const auto& pb = b.questions[q];
    const bool known = pa.points && pb.points;
    const std::string ahead = !known                    ? "?"
                              : *pa.points > *pb.points ? a.metric->label
                              : *pa.points < *pb.points ? b.metric->label
                                                        : "level";
    table.Add(
        {std::string(QuestionTitle(static_cast<CriterionQuestion>(q))), text(a), text(b), ahead});
  }
  out += "\n" + table.Text(color);
  for (size_t t = 0; t < a.tests.size(); ++t) {
    const TestOutcome* tests[] = {&a.tests[t], &b.tests[t]};
    if (tests[0]->sentence == tests[1]->sentence) continue;
    out += "\n" + Paint(tests[0]->test, "1", color) + "\n";
    for (size_t i = 0; i < 2; ++i) {
      const VerdictLook look = LookOf(tests[i]->verdict);
      const std::string label = (i == 0 ? a : b).metric->label;
      const std::vector<std::string> lines =
          Wrap(fmt::format("{}: {}", label, tests[i]->sentence), kWidth - 6);
      for (size_t k = 0; k < lines.size(); ++k) {
        out += (k == 0 ? fmt::format("  {} ", Paint(look.mark, look.color, color))
                       : std::string(4, ' ')) +
               lines[k] + "\n";
      }
    }
  }
  return out;
}

}  // namespace

Result<std::string> RenderWhy(const Evaluation& e, const std::string& metric, Format format,
                              bool color) {
  NS_ASSIGN(const CandidateReport* candidate, Find(e, metric));
  switch (format) {
    case Format::kJson:
      return EvaluationJson(e, {candidate});
    case Format::kMarkdown:
      return WhyMarkdown(*candidate);
    case Format::kCsv:
      return EvaluationCsv({candidate});
    case Format::kTable:
      break;
  }
  return WhyTerminal(e, *candidate, color);
}

Result<std::string> RenderComparison(const Evaluation& e, const std::string& a,
                                     const std::string& b, Format format, bool color) {
  NS_ASSIGN(const CandidateReport* first, Find(e, a));
  NS_ASSIGN(const CandidateReport* second, Find(e, b));
  if (first == second) return Error::Usage("--compare takes two different candidates");
  switch (format) {
    case Format::kJson:
      return EvaluationJson(e, {first, second});
    case Format::kCsv:
      return EvaluationCsv({first, second});
    case Format::kMarkdown:
    case Format::kTable:
      break;
  }
  return ComparisonText(e, *first, *second, color && format == Format::kTable);
}

}  // namespace northstar
