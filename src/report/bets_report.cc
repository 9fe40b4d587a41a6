#include "report/bets_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/period_words.h"
#include "base/text.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;

VerdictLook LookOf(BetVerdict verdict) {
  switch (verdict) {
    case BetVerdict::kWorked:
      return {"✔", "32", "worked", ""};
    case BetVerdict::kPartly:
      return {"✔", "32", "worked in part", ""};
    case BetVerdict::kBackfired:
      return {"▲", "31", "backfired", ""};
    case BetVerdict::kNotDetected:
      return {"◆", "33", "not detected", ""};
    case BetVerdict::kTooEarly:
      return {"○", "36", "too early", ""};
    case BetVerdict::kSampleRatio:
      return {"▲", "31", "split mismatch", ""};
    case BetVerdict::kNotMeasurable:
      break;
  }
  return {"○", "36", "not measurable", ""};
}

std::string ShareWords(const std::optional<double>& share) {
  return share ? SignedPercent(*share) : "–";
}

// "−18% (−24% to −12%)"
std::string EffectText(const std::optional<EffectFinding>& effect) {
  if (!effect) return "–";
  if (!effect->effect) {
    return effect->difference ? SignedValue(LookOf(*effect->metric), *effect->difference) : "–";
  }
  std::string text = SignedPercent(*effect->effect);
  if (effect->low && effect->high)
    text += fmt::format(" ({} to {})", SignedPercent(*effect->low), SignedPercent(*effect->high));
  return text;
}

std::string MovesWords(const Metric* metric) {
  return metric != nullptr ? metric->label : "–";
}

TextTable BetTable(const BetFindings& found) {
  TextTable table({"", "verdict", "bet", "moves", "expected", "effect", "effect on star", "grade"});
  table.AlignRight(4);
  for (const BetFinding& bet : found.bets) {
    const VerdictLook look = LookOf(bet.verdict);
    const std::string grade(GradeOf(bet.method));
    table.Add({look.mark, bet.open ? "not shipped" : look.word, bet.bet->label,
               MovesWords(bet.moves), ShareWords(bet.bet->expect), EffectText(bet.input),
               EffectText(bet.star), grade.empty() ? "–" : grade});
  }
  return table;
}

TextTable PlanTable(const BetFindings& found) {
  TextTable table(
      {"bet", "moves", "expected", "adjusted", "effect on star", "effort", "per effort"});
  for (const size_t column : {2, 3, 5, 6}) table.AlignRight(column);
  for (const PlannedBet& one : found.plan) {
    std::string effect = ShareWords(one.star_effect);
    if (one.low && one.high)
      effect += fmt::format(" ({} to {})", SignedPercent(*one.low), SignedPercent(*one.high));
    table.Add({one.bet->label, MovesWords(one.moves), ShareWords(one.bet->expect),
               ShareWords(one.shrunk), effect, one.bet->effort ? Humanize(*one.bet->effort) : "–",
               ShareWords(one.per_effort)});
  }
  return table;
}

class Page {
 public:
  Page(bool markdown, bool color) : markdown_(markdown), color_(color) {}

  void Title(const std::string& title) {
    out_ += (markdown_ ? "# " : "") + Printable(title) + "\n";
  }
  void Head(const std::string& title) {
    const std::string shown = Printable(title);
    out_ += markdown_ ? fmt::format("\n## {}\n", shown) : "\n" + Paint(shown, "1", color_) + "\n";
    if (markdown_) out_ += "\n";
  }
  void Text(const std::string& text) {
    for (const std::string& line : Wrap(Printable(text), markdown_ ? 10'000 : kWidth))
      out_ += line + "\n";
  }
  void Gap() { out_ += "\n"; }
  void Table(const TextTable& table) { out_ += markdown_ ? table.Markdown() : table.Text(color_); }
  std::string Done() { return std::move(out_); }

 private:
  const bool markdown_, color_;
  std::string out_;
};

void AddBets(const BetFindings& found, Page& page) {
  if (found.bets.empty()) return;
  page.Gap();
  page.Table(BetTable(found));
  for (const BetFinding& bet : found.bets) {
    page.Gap();
    page.Text(bet.said.whole());
  }
  page.Gap();
  page.Text(found.record_said.whole());
}

// `above`: of so many bets the first statement stands above the tables already.
void AddPlan(const BetFindings& found, size_t above, Page& page) {
  if (found.plan.empty()) return;
  page.Head("Open bets, by effect on the star per unit of effort");
  page.Table(PlanTable(found));
  page.Gap();
  for (size_t i = 0; i < found.plan.size(); ++i) {
    const Said& said = found.plan[i].said;
    const std::string text = i < above ? said.more.text() : said.whole();
    if (!text.empty()) page.Text(text);
  }
}

std::string Text(const BetsAnswer& answer, bool markdown, bool color) {
  const BetFindings& found = answer.findings;
  if (found.bets.empty() && found.plan.empty())
    return "The project has no bets; add them under 'bets:' in northstar.yml.\n";
  Page page(markdown, color);
  page.Title(fmt::format("Bets, as of {}",
                         DateWords(FormatDay(found.project->calendar.LocalDay(found.as_of_us)))));
  page.Gap();
  const bool one_open = IsOneOpen(found);
  page.Text(one_open ? found.said.whole() : found.said.first.text());
  if (!answer.plan && !one_open) AddBets(found, page);
  AddPlan(found, answer.plan || one_open ? 1 : 0, page);
  if (answer.plan) {
    page.Gap();
    page.Text(found.record_said.whole());
  }
  for (const std::string& note : found.notes) {
    page.Gap();
    page.Text(note);
  }
  return page.Done();
}

std::string Field(const std::optional<double>& value) {
  return value ? FormatNumber(*value) : "";
}

std::string PlanCsv(const BetFindings& found) {
  std::string out = "bet,moves,expected,shrunk,star_effect,low,high,effort,per_effort\n";
  for (const PlannedBet& one : found.plan) {
    out +=
        fmt::format("{},{},{},{},{},{},{},{},{}\n", one.bet->name, one.bet->moves,
                    Field(one.bet->expect), Field(one.shrunk), Field(one.star_effect),
                    Field(one.low), Field(one.high), Field(one.bet->effort), Field(one.per_effort));
  }
  return out;
}

void AddCsv(const BetFinding& bet, const char* on, const EffectFinding& effect, std::string& out) {
  out += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", bet.bet->name, on, effect.metric->name,
                     NameOf(effect.verdict), NameOf(effect.method), Field(effect.expected),
                     Field(effect.effect), Field(effect.low), Field(effect.high),
                     Field(effect.p_value));
}

std::string Csv(const BetFindings& found) {
  std::string out = "bet,on,metric,verdict,method,expected,effect,low,high,p_value\n";
  for (const BetFinding& bet : found.bets) {
    if (bet.input) AddCsv(bet, "input", *bet.input, out);
    if (bet.star && (!bet.input || bet.star->metric != bet.input->metric))
      AddCsv(bet, "star", *bet.star, out);
    for (const EffectFinding& one : bet.guardrails) AddCsv(bet, "guardrail", one, out);
  }
  return out;
}

}  // namespace

std::string RenderBets(const BetsAnswer& answer, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return answer.plan ? PlanCsv(answer.findings) : Csv(answer.findings);
    case TextForm::kMarkdown:
      return Text(answer, true, false);
    case TextForm::kTable:
      break;
  }
  return Text(answer, false, color);
}

}  // namespace northstar
