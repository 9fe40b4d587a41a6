#include "report/evaluate_report.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "analysis/evaluate/decision.h"
#include "analysis/evaluate/rank.h"
#include "base/text.h"
#include "model/project.h"
#include "report/evaluation_csv.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;

constexpr CriterionQuestion kAll[] = {CriterionQuestion::kLeads,      CriterionQuestion::kValue,
                                      CriterionQuestion::kActionable, CriterionQuestion::kSimple,
                                      CriterionQuestion::kMeasurable, CriterionQuestion::kGame,
                                      CriterionQuestion::kPeople};
constexpr const char* kShort[] = {"leads", "value", "moves", "simple", "trust", "game", "people"};

// Who is out has no points, and no share of weightings.
std::string ScoreText(const CandidateReport& c) {
  return c.score && !IsRejected(c) ? fmt::format("{:.0f}", *c.score) : "–";
}
std::string FirstText(const CandidateReport& c) {
  return IsRejected(c) ? "out" : PercentText(std::round(c.first_share * 100) / 100);
}

void AppendScorecard(const Evaluation& e, bool color, std::string& out) {
  size_t widest = 9;
  for (const CandidateReport& c : e.candidates)
    widest = std::max(widest, DisplayWidth(c.metric->label));
  widest = std::min<size_t>(widest, 30);
  std::string head = fmt::format("    {}", PadRight("candidate", widest));
  for (const char* name : kShort) head += "  " + PadRight(name, 6);
  head += " score  first";
  out += Paint(head, "1", color) + "\n";
  for (const CandidateReport& c : e.candidates) {
    const bool rejected = IsRejected(c);
    std::string line =
        fmt::format("{:>2}  {}", c.rank, PadRight(Shorten(c.metric->label, widest), widest));
    line = c.recommendation == Recommendation::kRecommended ? Paint(line, "1;32", color)
           : rejected                                       ? Paint(line, "2", color)
                                                            : line;
    for (const CriterionQuestion question : kAll) {
      const VerdictLook look = LookOf(Summarize(c, question).verdict);
      line += "  " + Paint(PadRight(look.mark, 6), look.color, color);
    }
    line += PadLeft(ScoreText(c), 6) + PadLeft(FirstText(c), 7);
    out += line + "\n";
  }
  std::vector<std::string> legend;
  for (const Verdict verdict : {Verdict::kPass, Verdict::kFail, Verdict::kUnclear,
                                Verdict::kInsufficientData, Verdict::kNotTested})
    legend.push_back(fmt::format("{} {}", LookOf(verdict).mark, LookOf(verdict).word));
  out += Paint("    " + Join(legend, "   "), "90", color) + "\n";
  for (const CandidateReport& c : e.candidates) {
    if (!IsRejected(c)) continue;
    const std::string text = fmt::format("{} is out: {}", c.metric->label, ReasonOut(c));
    for (const std::string& line : Wrap(text, kWidth - 4)) out += "    " + line + "\n";
  }
}

void AppendCandidate(const CandidateReport& c, bool said_once, bool color, std::string& out) {
  out += "\n" + Paint(fmt::format("{}. {}", c.rank, c.metric->label), "1", color) +
         Paint(fmt::format("  {}", RecommendationName(c.recommendation)), "90", color) + "\n";
  if (!c.metric->description.empty()) {
    for (const std::string& line : Wrap(c.metric->description, kWidth - 3))
      out += "   " + Paint(line, "90", color) + "\n";
  }
  std::vector<std::string> untested;
  for (const TestOutcome& test : c.tests) {
    if (test.verdict == Verdict::kNotTested) {
      untested.push_back(test.test);
      continue;
    }
    const VerdictLook look = LookOf(test.verdict);
    const bool repeated =
        said_once && test.test == "leads_outcome" && test.finding == "NOT_ENOUGH_DATA";
    const std::string text = repeated ? "Not enough history yet (see above)." : test.said.whole();
    const std::vector<std::string> lines = Wrap(text, kWidth - 25);
    for (size_t i = 0; i < lines.size(); ++i) {
      out += i == 0 ? fmt::format("   {} {}", Paint(look.mark, look.color, color),
                                  PadRight(test.test, 19))
                    : std::string(24, ' ');
      out += " " + lines[i] + "\n";
    }
  }
  if (!untested.empty()) {
    const std::vector<std::string> lines = Wrap("not tested: " + Join(untested, ", "), kWidth - 5);
    for (const std::string& line : lines) out += Paint("   · " + line, "90", color) + "\n";
  }
}

// `all`: where the others can be read.
void AppendList(const std::string& title, const std::vector<std::string>& lines, size_t most,
                const std::string& all, bool color, std::string& out) {
  if (lines.empty()) return;
  out += "\n" + Paint(title, "1", color) + "\n";
  for (size_t i = 0; i < lines.size() && i < most; ++i) {
    const std::vector<std::string> wrapped = Wrap(lines[i], kWidth - 4);
    for (size_t k = 0; k < wrapped.size(); ++k)
      out += (k == 0 ? "  • " : "    ") + wrapped[k] + "\n";
  }
  if (lines.size() > most)
    out += Paint(fmt::format("    and {} more: {}", lines.size() - most, all), "90", color) + "\n";
}

void AppendPeople(const PeopleFindings& people, bool color, std::string& out) {
  if (people.people.empty()) return;
  out += "\n" + Paint("people", "1", color);
  out += fmt::format("  {}{}\n", people.said.whole(),
                     people.alpha ? fmt::format(" (alpha {:.2f})", *people.alpha) : "");
  size_t shown = 0;
  for (const RatingCell* cell : people.Disputed()) {
    if (++shown > 3) break;
    std::vector<std::string> ratings;
    for (const auto& [person, rating] : cell->ratings)
      ratings.push_back(fmt::format("{} {}", person, rating));
    out += fmt::format("  • {}, {}: {}\n", cell->candidate, cell->question, Join(ratings, ", "));
  }
}

std::string JudgementLine(const Judgement& judgement) {
  std::string text = fmt::format("scored with version {} of the default rules", judgement.version);
  if (!judgement.overridden.empty()) text += ", except " + Join(judgement.overridden, ", ");
  return text;
}

// What is seen is the end: the decision and the grid come last, what they rest on before them.
std::string RenderTerminal(const Evaluation& e, bool all, bool color) {
  std::string out;
  if (all) {
    for (const CandidateReport& c : e.candidates) AppendCandidate(c, !e.notes.empty(), color, out);
    AppendPeople(e.people, color, out);
    out += "\n" + Paint(JudgementLine(e.project->judgement), "90", color) + "\n";
  }
  for (const std::string& note : e.notes) {
    if (!out.empty()) out += "\n";
    for (const std::string& line : Wrap(note, kWidth)) out += line + "\n";
  }
  for (const std::string& line : ActivityLines(e)) {
    if (!out.empty()) out += "\n";
    for (const std::string& part : Wrap(line, kWidth)) out += part + "\n";
  }
  if (!out.empty()) out += "\n";
  for (const std::string& line : Wrap(e.said.whole(), kWidth))
    out += Paint(line, "1", color) + "\n";
  const bool chosen = !e.decision.recommended.empty();
  const std::string rest =
      e.candidates.empty() ? "--all" : "--why " + e.candidates.front().metric->name;
  AppendList(chosen ? "why" : "evidence for the first", Sentences(e.decision.why), 3, rest, color,
             out);
  AppendList("evidence against it", Sentences(e.decision.against), 3, rest, color, out);
  AppendList("what would change the answer", e.decision.would_change, 2, rest, color, out);
  out += "\n";
  AppendScorecard(e, color, out);
  if (!all) out += Paint("    every test: --why CANDIDATE, or --all", "90", color) + "\n";
  return out;
}

void AppendMarkdownList(const std::string& title, const std::vector<std::string>& lines,
                        std::string& out) {
  if (lines.empty()) return;
  out += fmt::format("\n**{}**\n\n", title);
  for (const std::string& line : lines) out += fmt::format("- {}\n", line);
}

std::string RenderMarkdown(const Evaluation& e) {
  std::string out = fmt::format("# Which North Star?\n\n**{}**\n", e.said.whole());
  AppendMarkdownList("Why", Sentences(e.decision.why), out);
  AppendMarkdownList("Evidence against it", Sentences(e.decision.against), out);
  AppendMarkdownList("What would change the answer", e.decision.would_change, out);
  out += "\n" + ScorecardMarkdown(e);
  for (const std::string& note : e.notes) out += "\n" + note + "\n";
  for (const std::string& line : ActivityLines(e)) out += "\n" + line + "\n";
  if (!e.people.people.empty()) out += "\n" + e.people.said.whole() + "\n";
  for (const CandidateReport& c : e.candidates) {
    out += fmt::format("\n## {}. {} ({})\n\n", c.rank, c.metric->label,
                       RecommendationName(c.recommendation));
    for (const TestOutcome& test : c.tests) {
      if (test.verdict == Verdict::kNotTested) continue;
      out +=
          fmt::format("- {} **{}**: {}\n", LookOf(test.verdict).mark, test.test, test.said.whole());
    }
  }
  return out + "\n" + JudgementLine(e.project->judgement) + "\n";
}

std::vector<const CandidateReport*> All(const Evaluation& e) {
  std::vector<const CandidateReport*> all;
  for (const CandidateReport& candidate : e.candidates) all.push_back(&candidate);
  return all;
}

}  // namespace

std::vector<std::string> ActivityLines(const Evaluation& evaluation) {
  std::vector<std::string> lines;
  for (const ActivityEvents& activity : evaluation.activities) {
    std::string line = ActivitySentence(activity);
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

std::string ScorecardMarkdown(const Evaluation& e) {
  std::vector<std::string> header{"", "candidate", "verdict"};
  for (const CriterionQuestion question : kAll) header.emplace_back(QuestionTitle(question));
  header.insert(header.end(), {"score", "first"});
  TextTable table(header);
  for (const CandidateReport& c : e.candidates) {
    std::vector<std::string> row{std::to_string(c.rank), c.metric->label,
                                 std::string(RecommendationName(c.recommendation))};
    for (const CriterionQuestion question : kAll)
      row.emplace_back(VerdictWords(Summarize(c, question).verdict));
    row.push_back(ScoreText(c));
    row.push_back(FirstText(c));
    table.Add(std::move(row));
  }
  return table.Markdown();
}

std::string VerdictWords(Verdict verdict) {
  const VerdictLook look = LookOf(verdict);
  return fmt::format("{} {}", look.mark, look.word);
}

std::string ReasonOut(const CandidateReport& candidate) {
  static constexpr std::pair<std::string_view, const char*> kReasons[] = {
      {"IS_REVENUE", "it is revenue itself"},
      {"CUMULATIVE", "it only accumulates and can never fall"},
      {"NEVER_FALLS", "it never falls"},
      {"COMPOSITE", "it mixes several metrics into one"},
      {"BROKEN_TRACKING", "its tracking is broken"}};
  for (const TestOutcome& test : candidate.tests) {
    if (!test.gate_failed) continue;
    for (const auto& [finding, words] : kReasons) {
      if (test.finding == finding) return words;
    }
    return test.said.whole();
  }
  return "a required condition fails";
}

const TestOutcome* DecidingTest(const CandidateReport& candidate, CriterionQuestion question) {
  const Verdict verdict = Summarize(candidate, question).verdict;
  for (const TestOutcome& test : candidate.tests) {
    if (test.question == question && test.verdict == verdict) return &test;
  }
  return nullptr;
}

QuestionSummary Summarize(const CandidateReport& candidate, CriterionQuestion question) {
  QuestionSummary summary;
  // The worst that any of its tests says; what is unknown only shows when nothing is known.
  const auto weight = [](Verdict verdict) {
    switch (verdict) {
      case Verdict::kFail:
        return 4;
      case Verdict::kUnclear:
        return 3;
      case Verdict::kInsufficientData:
        return 2;
      case Verdict::kPass:
        return 1;
      case Verdict::kNotTested:
        break;
    }
    return 0;
  };
  for (const TestOutcome& test : candidate.tests) {
    if (test.question != question) continue;
    if (test.verdict == Verdict::kNotTested) summary.partly = true;
    if (weight(test.verdict) > weight(summary.verdict)) summary.verdict = test.verdict;
  }
  return summary;
}

std::string RenderEvaluation(const Evaluation& evaluation, TextForm form, bool color, bool all) {
  switch (form) {
    case TextForm::kCsv:
      return EvaluationCsv(All(evaluation));
    case TextForm::kMarkdown:
      return RenderMarkdown(evaluation);
    case TextForm::kTable:
      break;
  }
  return RenderTerminal(evaluation, all, color);
}

}  // namespace northstar
