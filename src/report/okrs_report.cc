#include "report/okrs_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/period_words.h"
#include "base/text.h"
#include "report/verdict_look.h"
#include "words/okrs.h"
#include "words/phrases.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;

// The shapes of verdicts: what is good, what may turn out either way, what is bad.
VerdictLook LookOf(KeyResultStatus status) {
  switch (status) {
    case KeyResultStatus::kAchieved:
      return {"✔", "32", "achieved", ""};
    case KeyResultStatus::kOnTrack:
      return {"✔", "32", "on track", ""};
    case KeyResultStatus::kHeld:
      return {"✔", "32", "held", ""};
    case KeyResultStatus::kAtRisk:
      return {"◆", "33", "at risk", ""};
    case KeyResultStatus::kOffTrack:
      return {"▲", "31", "off track", ""};
    case KeyResultStatus::kMissed:
      return {"▲", "31", "missed", ""};
    case KeyResultStatus::kBroken:
      return {"▲", "31", "broken", ""};
    case KeyResultStatus::kNoData:
      break;
  }
  return {"○", "36", "no data", ""};
}

std::string RoleWords(const std::string& role) {
  return role.empty() ? "–" : ReplaceAll(role, "_", " ");
}

std::string TargetWords(const KeyResultFinding& one) {
  const ValueLook look = LookOf(*one.metric);
  if (one.is_limit()) return LimitText(look, one.least, one.most);
  const std::string value = FormatValue(look, one.result->to);
  if (one.result->over == "sum") return value + " in total";
  return one.result->over == "average" ? value + " on average" : value;
}

std::string ShareWords(const std::optional<double>& share) {
  return share ? PercentText(*share) : "–";
}

std::string OddsWords(const KeyResultFinding& one) {
  return one.odds && !one.settled ? ChanceWords(*one.odds) : "–";
}

TextTable TableOf(const ObjectiveFinding& objective) {
  TextTable table(
      {"", "status", "key result", "role", "now", "target", "progress", "expected", "odds"});
  for (const size_t column : {4, 6, 7}) table.AlignRight(column);
  for (const KeyResultFinding& one : objective.key_results) {
    const VerdictLook status = LookOf(one.status);
    table.Add({status.mark, status.word, one.metric->label, RoleWords(one.result->role),
               FormatValue(LookOf(*one.metric), one.now), TargetWords(one),
               ShareWords(one.progress), ShareWords(one.expected_by_now), OddsWords(one)});
  }
  return table;
}

void AddLines(const std::string& text, bool markdown, std::string& out) {
  for (const std::string& line : Wrap(Printable(text), markdown ? 10'000 : kWidth))
    out += line + "\n";
}

// What a table of numbers does not say: where a limit broke, and why there are no data.
bool NeedsWords(const KeyResultFinding& one) {
  return one.status == KeyResultStatus::kBroken || one.status == KeyResultStatus::kNoData ||
         (!one.settled && !one.is_limit() && !one.odds);
}

std::string DaysOf(const Okr& okr) {
  return fmt::format("{} to {}", DateWords(FormatDay(okr.days.first)),
                     DateWords(FormatDay(okr.days.last)));
}

// Then it is said once, above them.
bool ShareAPeriod(const OkrFindings& found) {
  return std::all_of(found.objectives.begin(), found.objectives.end(), [&](const auto& one) {
    return one.okr->period == found.objectives.front().okr->period;
  });
}

// With its period, where objectives have several.
void AddObjective(const ObjectiveFinding& objective, bool with_period, bool markdown, bool color,
                  std::string& out) {
  const std::string title = Printable(objective.okr->objective);
  out += markdown ? fmt::format("\n## {}\n\n", title) : "\n" + Paint(title, "1", color) + "\n";
  const std::string period =
      with_period ? fmt::format("{} ({}). ", objective.okr->period, DaysOf(*objective.okr)) : "";
  AddLines(period + objective.said.whole(), markdown, out);
  out += "\n";
  const TextTable table = TableOf(objective);
  out += markdown ? table.Markdown() : table.Text(color);
  std::string notes;
  for (const KeyResultFinding& one : objective.key_results) {
    if (!NeedsWords(one)) continue;
    if (markdown) notes += "\n";
    AddLines(one.said.whole(), markdown, notes);
  }
  if (!notes.empty()) out += (markdown ? "" : "\n") + notes;
}

std::string Text(const OkrFindings& found, bool markdown, bool color) {
  if (found.objectives.empty())
    return "The project has no OKRs; add them under 'okrs:' in northstar.yml.\n";
  const bool shared = ShareAPeriod(found);
  const std::string days =
      shared ? fmt::format(" ({})", DaysOf(*found.objectives.front().okr)) : "";
  const std::string head =
      fmt::format("OKRs of {}{}, as of {}", found.period, days,
                  DateWords(FormatDay(found.project->calendar.LocalDay(found.as_of_us))));
  std::string out = markdown ? "# " + Printable(head) + "\n" : Printable(head) + "\n";
  for (const ObjectiveFinding& one : found.objectives)
    AddObjective(one, !shared, markdown, color, out);
  for (const std::string& note : found.notes) {
    out += "\n";
    AddLines(note, markdown, out);
  }
  return out;
}

std::string Field(const std::optional<double>& value) {
  return value ? FormatNumber(*value) : "";
}

std::string Csv(const OkrFindings& found) {
  std::string out =
      "period,objective,pattern,role,metric,from,to,at_least,at_most,now,progress,expected_by_now,"
      "odds,status\n";
  for (const ObjectiveFinding& objective : found.objectives) {
    for (const KeyResultFinding& one : objective.key_results) {
      out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
                         CsvField(objective.okr->period), CsvField(objective.okr->objective),
                         objective.pattern ? NameOf(*objective.pattern) : "", one.result->role,
                         one.metric->name, Field(one.from), Field(one.result->to), Field(one.least),
                         Field(one.most), Field(one.now), Field(one.progress),
                         Field(one.expected_by_now), Field(one.odds), NameOf(one.status));
    }
  }
  return out;
}

}  // namespace

std::string RenderOkrs(const OkrFindings& findings, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return Csv(findings);
    case TextForm::kMarkdown:
      return Text(findings, true, false);
    case TextForm::kTable:
      break;
  }
  return Text(findings, false, color);
}

}  // namespace northstar
