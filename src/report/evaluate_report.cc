#include "report/evaluate_report.h"

#include <fmt/format.h>

#include <cmath>

#include "analysis/judgement.h"
#include "base/text.h"
#include "report/lead_json.h"

namespace northstar {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kWidth = 98;

Json Number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json TestJson(const TestOutcome& test, const CandidateReport& candidate, bool has_outcome) {
  Json out;
  out["test"] = test.test;
  out["question"] = QuestionName(test.question);
  out["verdict"] = VerdictName(test.verdict);
  out["finding"] = test.finding.empty() ? Json(nullptr) : Json(test.finding);
  out["value"] = Number(test.value);
  out["low"] = Number(test.low);
  out["high"] = Number(test.high);
  out["unit"] = test.unit;
  out["score"] = Number(test.score);
  out["gate_failed"] = test.gate_failed;
  if (test.test == "leads_outcome" && has_outcome) {
    out["detail"] = LeadJson(candidate.lead);
  } else {
    out["detail"] = Json::object();
    for (const auto& entry : test.detail) {
      std::visit([&](const auto& v) { out["detail"][entry.first] = v; }, entry.second);
    }
  }
  out["sentence"] = test.sentence;
  return out;
}

std::string RenderJson(const Evaluation& e) {
  Json out;
  out["outcome"] = e.outcome != nullptr ? Json(e.outcome->name) : Json(nullptr);
  out["headline"] = e.headline;
  out["as_of"] = FormatInstant(e.as_of_us);
  out["candidates"] = Json::array();
  for (const CandidateReport& candidate : e.candidates) {
    Json one;
    one["metric"] = candidate.metric->name;
    one["label"] = candidate.metric->label;
    one["rank"] = candidate.rank;
    one["verdict"] = candidate.verdict;
    one["score"] = Number(candidate.score);
    one["covered"] = candidate.covered;
    one["first_share"] = candidate.first_share;
    one["tests"] = Json::array();
    for (const TestOutcome& test : candidate.tests) {
      one["tests"].push_back(TestJson(test, candidate, e.outcome != nullptr));
    }
    out["candidates"].push_back(std::move(one));
  }
  out["notes"] = e.notes;
  out["weightings"] = e.weightings;
  out["judgement_version"] = judgement::kVersion;
  return out.dump(2) + "\n";
}

struct Look {
  const char* mark;
  const char* color;  // ANSI
};
Look LookOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return {"✔", "32"};
    case Verdict::kFail:
      return {"✘", "31"};
    case Verdict::kUnclear:
      return {"~", "33"};
    case Verdict::kInsufficientData:
      return {"?", "36"};
    case Verdict::kNotTested:
      break;
  }
  return {"·", "90"};
}

std::string Paint(const std::string& text, const char* ansi, bool color) {
  return color ? fmt::format("\033[{}m{}\033[0m", ansi, text) : text;
}

constexpr CriterionQuestion kAll[] = {CriterionQuestion::kLeads,      CriterionQuestion::kValue,
                                      CriterionQuestion::kActionable, CriterionQuestion::kSimple,
                                      CriterionQuestion::kMeasurable, CriterionQuestion::kGame,
                                      CriterionQuestion::kPeople};
constexpr const char* kShort[] = {"leads", "value", "moves", "simple", "trust", "game", "people"};

std::string ScoreText(const CandidateReport& c) {
  return c.score ? fmt::format("{:.0f}", *c.score) : "–";
}

// "Messages sent: fails 'CUMULATIVE'" – why a candidate stands where it stands.
std::string FindingText(const TestOutcome& test) {
  return test.finding.empty() ? std::string(VerdictName(test.verdict)) : test.finding;
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
    const bool rejected = c.verdict == "rejected";
    std::string label = c.metric->label;
    if (DisplayWidth(label) > widest) label = label.substr(0, widest - 1) + "…";
    std::string line = fmt::format("{:>2}  {}", c.rank, PadRight(label, widest));
    line = c.verdict == "recommended" ? Paint(line, "1;32", color)
           : rejected                 ? Paint(line, "2", color)
                                      : line;
    for (const CriterionQuestion question : kAll) {
      const QuestionSummary summary = Summarize(c, question);
      const Look look = LookOf(summary.verdict);
      line += "  " + Paint(PadRight(look.mark, 6), look.color, color);
    }
    line += fmt::format(" {:>5}  {:>5}", ScoreText(c),
                        rejected ? "out" : fmt::format("{:.0f} %", c.first_share * 100));
    out += line + "\n";
  }
  out += Paint("    ✔ pass   ✘ fail   ~ unclear   ? not enough data   · not tested", "90", color) +
         "\n";
}

void AppendCandidate(const CandidateReport& c, bool said_once, bool color, std::string& out) {
  out += "\n" + Paint(fmt::format("{}. {}", c.rank, c.metric->label), "1", color) +
         Paint(fmt::format("  {}", c.verdict), "90", color) + "\n";
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
    const Look look = LookOf(test.verdict);
    const bool repeated =
        said_once && test.test == "leads_outcome" && test.verdict == Verdict::kInsufficientData;
    const std::string text = repeated ? "Not enough history yet (see above)." : test.sentence;
    const std::vector<std::string> lines = Wrap(text, kWidth - 25);
    for (size_t i = 0; i < lines.size(); ++i) {
      out += i == 0 ? fmt::format("   {} {}", Paint(look.mark, look.color, color),
                                  PadRight(test.test, 19))
                    : std::string(24, ' ');
      out += " " + lines[i] + "\n";
    }
    if (!test.finding.empty() && test.verdict == Verdict::kFail)
      out += std::string(25, ' ') + Paint(test.finding, look.color, color) + "\n";
  }
  if (!untested.empty()) {
    const std::vector<std::string> lines = Wrap("not tested: " + Join(untested, ", "), kWidth - 5);
    for (const std::string& line : lines) out += Paint("   · " + line, "90", color) + "\n";
  }
}

std::string RenderTerminal(const Evaluation& e, bool color) {
  std::string out;
  for (const std::string& line : Wrap(e.headline, kWidth)) out += Paint(line, "1", color) + "\n";
  out += "\n";
  AppendScorecard(e, color, out);
  for (const std::string& note : e.notes) {
    out += "\n";
    for (const std::string& line : Wrap(note, kWidth)) out += line + "\n";
  }
  for (const CandidateReport& c : e.candidates) AppendCandidate(c, !e.notes.empty(), color, out);
  return out;
}

std::string RenderMarkdown(const Evaluation& e) {
  std::string out = fmt::format("# Which North Star?\n\n**{}**\n\n", e.headline);
  std::vector<std::string> header{"", "candidate", "verdict"};
  for (const CriterionQuestion question : kAll) header.emplace_back(QuestionTitle(question));
  header.insert(header.end(), {"score", "first"});
  TextTable table(header);
  for (const CandidateReport& c : e.candidates) {
    std::vector<std::string> row{std::to_string(c.rank), c.metric->label, c.verdict};
    for (const CriterionQuestion question : kAll)
      row.emplace_back(VerdictName(Summarize(c, question).verdict));
    row.push_back(ScoreText(c));
    row.push_back(fmt::format("{:.0f} %", c.first_share * 100));
    table.Add(std::move(row));
  }
  out += table.Markdown();
  for (const std::string& note : e.notes) out += "\n" + note + "\n";
  for (const CandidateReport& c : e.candidates) {
    out += fmt::format("\n## {}. {} ({})\n\n", c.rank, c.metric->label, c.verdict);
    for (const TestOutcome& test : c.tests) {
      if (test.verdict == Verdict::kNotTested) continue;
      out += fmt::format("- **{}**: {}. {}\n", test.test, FindingText(test), test.sentence);
    }
  }
  return out;
}

std::string RenderCsv(const Evaluation& e) {
  std::string out =
      "metric,rank,verdict,score,first_share,test,question,test_verdict,finding,value,low,high\n";
  const auto plain = [](const std::optional<double>& v) {
    return v ? FormatNumber(*v) : std::string();
  };
  for (const CandidateReport& c : e.candidates) {
    for (const TestOutcome& test : c.tests) {
      out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", c.metric->name, c.rank, c.verdict,
                         plain(c.score), FormatNumber(c.first_share), test.test,
                         QuestionName(test.question), VerdictName(test.verdict), test.finding,
                         plain(test.value), plain(test.low), plain(test.high));
    }
  }
  return out;
}

}  // namespace

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

std::string RenderEvaluation(const Evaluation& evaluation, Format format, bool color) {
  switch (format) {
    case Format::kJson:
      return RenderJson(evaluation);
    case Format::kCsv:
      return RenderCsv(evaluation);
    case Format::kMarkdown:
      return RenderMarkdown(evaluation);
    case Format::kTable:
      break;
  }
  return RenderTerminal(evaluation, color);
}

}  // namespace northstar
