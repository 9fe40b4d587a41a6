// One candidate in full (`evaluate --why`), and two side by side (`--compare A B`).
#include <fmt/format.h>

#include "analysis/evaluate/rank.h"
#include "base/text.h"
#include "report/detail_view.h"
#include "report/evaluate_report.h"
#include "report/evaluation_csv.h"
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
  return Error::Usage(fmt::format("'{}' is not a candidate", name), DidYouMean(name, known));
}

// The tables that people read; other figures are in the JSON.
void AppendTables(const TestOutcome& test, const ValueLook& money, bool markdown,
                  std::string& out) {
  const std::string indent = markdown ? "" : "      ";
  for (const ShownTable& shown : ShownTables(test, money)) {
    TextTable text(shown.columns);
    for (size_t c = 0; c < shown.columns.size(); ++c) {
      if (shown.numeric[c]) text.AlignRight(c);
    }
    for (const auto& row : shown.rows) text.Add(row);
    if (markdown) {
      out += fmt::format("\n{}\n\n{}", shown.title, text.Markdown());
      continue;
    }
    out += "\n" + indent + shown.title + "\n";
    for (const std::string& line : Split(text.Text(false), '\n')) {
      if (!line.empty()) out += indent + line + "\n";
    }
  }
}

ValueLook MoneyOf(const Evaluation& e) {
  return e.outcome == nullptr ? ValueLook{} : LookOf(*e.outcome);
}

std::string PointsText(const QuestionPoints& points) {
  if (!points.points) return "no answer yet (possible: 0 to 100)";
  const bool sure = points.high - points.low < 1;
  return sure ? fmt::format("{:.0f} of 100 points", *points.points)
              : fmt::format("{:.0f} of 100 points (possible: {:.0f} to {:.0f})", *points.points,
                            points.low, points.high);
}

std::string WhyTerminal(const Evaluation& e, const CandidateReport& c, bool color) {
  std::string out =
      Paint(fmt::format("{}: {}", c.metric->label, RecommendationName(c.recommendation)), "1",
            color) +
      "\n";
  for (const std::string& line : Wrap(c.metric->description, kWidth)) out += line + "\n";
  if (IsRejected(c)) {
    out += fmt::format("out: {}", ReasonOut(c));
  } else {
    out += fmt::format("rank {} of {}", c.rank, e.candidates.size());
    if (c.score) out += fmt::format(", {:.0f} of 100 points", *c.score);
    out += fmt::format(", ranks first in {:.0f}% of the weightings tried", c.first_share * 100);
  }
  out += "\n";
  for (size_t q = 0; q < kQuestions; ++q) {
    const auto question = static_cast<CriterionQuestion>(q);
    out += "\n" + Paint(std::string(QuestionTitle(question)), "1", color);
    if (e.asked[q] && !IsRejected(c)) out += Paint("  " + PointsText(c.questions[q]), "90", color);
    out += "\n";
    for (const TestOutcome& test : c.tests) {
      if (test.question != question) continue;
      const VerdictLook look = LookOf(test.verdict);
      const std::vector<std::string> lines = Wrap(test.said.whole(), kWidth - 25);
      for (size_t i = 0; i < lines.size(); ++i) {
        out += i == 0 ? fmt::format("   {} {}", Paint(look.mark, look.color, color),
                                    PadRight(test.test, 19))
                      : std::string(24, ' ');
        out += " " + lines[i] + "\n";
      }
      AppendTables(test, MoneyOf(e), false, out);
    }
  }
  return out;
}

std::string WhyMarkdown(const Evaluation& e, const CandidateReport& c) {
  std::string out = fmt::format("# {}: {}\n\n{}\n", c.metric->label,
                                RecommendationName(c.recommendation), c.metric->description);
  for (const TestOutcome& test : c.tests) {
    out += fmt::format("\n## {}\n\n**{}**. {}\n", test.test, VerdictWords(test.verdict),
                       test.said.whole());
    AppendTables(test, MoneyOf(e), true, out);
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
      if (IsRejected(*c)) out += fmt::format("{} is out: {}.\n", c->metric->label, ReasonOut(*c));
    }
  } else {
    out += fmt::format("{} is ahead in {:.0f}% of the weightings tried, {} in {:.0f}%.\n",
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
    if (tests[0]->said.whole() == tests[1]->said.whole()) continue;
    out += "\n" + Paint(tests[0]->test, "1", color) + "\n";
    for (size_t i = 0; i < 2; ++i) {
      const VerdictLook look = LookOf(tests[i]->verdict);
      const std::string label = (i == 0 ? a : b).metric->label;
      const std::vector<std::string> lines =
          Wrap(fmt::format("{}: {}", label, tests[i]->said.whole()), kWidth - 6);
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

Result<std::string> RenderWhy(const Evaluation& e, const std::string& metric, TextForm form,
                              bool color) {
  NS_ASSIGN(const CandidateReport* candidate, Find(e, metric));
  switch (form) {
    case TextForm::kMarkdown:
      return WhyMarkdown(e, *candidate);
    case TextForm::kCsv:
      return EvaluationCsv({candidate});
    case TextForm::kTable:
      break;
  }
  return WhyTerminal(e, *candidate, color);
}

Result<std::string> RenderComparison(const Evaluation& e, const std::string& a,
                                     const std::string& b, TextForm form, bool color) {
  NS_ASSIGN(const CandidateReport* first, Find(e, a));
  NS_ASSIGN(const CandidateReport* second, Find(e, b));
  switch (form) {
    case TextForm::kCsv:
      return EvaluationCsv({first, second});
    case TextForm::kMarkdown:
    case TextForm::kTable:
      break;
  }
  return ComparisonText(e, *first, *second, color && form == TextForm::kTable);
}

}  // namespace northstar
