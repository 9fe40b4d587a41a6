#include "report/check_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/local_time_words.h"
#include "base/period_words.h"
#include "base/text.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;

struct Row {
  const CheckFinding& finding;
  const AlertState& state;
  const std::optional<store::Mute>& mute;

  bool fires() const { return Fires(finding, state); }
};

Row RowOf(const CheckAnswer& answer, size_t i) {
  return {answer.found.findings[i], answer.states[i], answer.mutes[i]};
}

VerdictLook LookOf(const Row& row) {
  if (!row.finding.held_by.empty()) return {"○", "36", "held back", ""};
  if (row.mute) return {"◇", "36", "muted", ""};
  switch (row.state.status) {
    case AlertStatus::kOk:
      return {"✔", "32", "ok", ""};
    case AlertStatus::kPending:
      return {"◆", "33", "pending", ""};
    case AlertStatus::kFiring:
      return {"▲", "31", "firing", ""};
    case AlertStatus::kNoData:
      break;
  }
  return {"○", "36", "no data", ""};
}

// The worse the earlier; equal ones stay in the order of the findings.
int RankOf(const Row& row) {
  if (row.fires()) return row.finding.severity == CheckSeverity::kCritical ? 0 : 1;
  if (row.state.status == AlertStatus::kPending) return 2;
  return row.state.status == AlertStatus::kOk ? 4 : 3;
}

std::vector<size_t> InOrder(const CheckAnswer& answer) {
  std::vector<size_t> order(answer.states.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return RankOf(RowOf(answer, a)) < RankOf(RowOf(answer, b));
  });
  return order;
}

void AddLines(const std::string& text, bool markdown, std::string& out) {
  for (const std::string& line : Wrap(Printable(text), markdown ? 10'000 : kWidth))
    out += line + "\n";
}

std::string DayWords(const std::string& day) {
  return day.empty() ? "–" : DateWords(day);
}

std::string OwnersOf(const CheckFinding& finding) {
  return finding.owners.empty() ? "–" : Join(finding.owners, ", ");
}

// What holds needs no row of its own, unless all were asked for.
bool Collapses(const CheckAnswer& answer, const Row& row) {
  return !answer.all && row.state.status == AlertStatus::kOk && row.finding.held_by.empty() &&
         !row.mute;
}

std::string HoldingWords(const CheckAnswer& answer) {
  long long holding = 0;
  for (size_t i = 0; i < answer.states.size(); ++i) holding += Collapses(answer, RowOf(answer, i));
  if (holding == 0) return "";
  return fmt::format("✔ {} {} (--all shows {}).", Plural(holding, "check"),
                     holding == 1 ? "holds" : "hold", holding == 1 ? "it" : "them");
}

// By their labels, but for sources and all else that has none.
std::string SubjectWords(const CheckAnswer& answer, const CheckFinding& finding) {
  const Metric* metric = answer.found.project->FindMetric(finding.subject);
  return metric != nullptr ? metric->label : finding.subject;
}

TextTable TableOf(const CheckAnswer& answer, const std::vector<size_t>& order) {
  TextTable table({"", "state", "check", "subject", "severity", "since", "judged", "owners"});
  for (const size_t i : order) {
    const Row row = RowOf(answer, i);
    if (Collapses(answer, row)) continue;
    const VerdictLook look = LookOf(row);
    table.Add({look.mark, look.word, std::string(NameOf(row.finding.check)),
               SubjectWords(answer, row.finding), std::string(NameOf(row.finding.severity)),
               DayWords(row.state.since), DayWords(row.finding.period), OwnersOf(row.finding)});
  }
  return table;
}

std::string MuteWords(const CheckAnswer& answer, const store::Mute& mute) {
  const std::string by = mute.by.empty() ? "" : fmt::format(" by {}", mute.by);
  return fmt::format("Muted{} until {}: {}", by,
                     LocalTimeWords(answer.found.project->calendar, mute.until_us), mute.why);
}

// Its own state is not to be trusted while a source is silent.
bool IsHeld(const Row& row) {
  return !row.finding.held_by.empty() && !row.mute;
}

// "app" of "freshness/app".
std::string SourceThatHolds(const Row& row) {
  return row.finding.held_by.substr(row.finding.held_by.find('/') + 1);
}

bool IsUnjudged(const Row& row) {
  return row.state.status == AlertStatus::kNoData && !row.fires() && !row.mute;
}

// In words is what fires or is about to, and what is muted.
void AddWords(const CheckAnswer& answer, const Row& row, bool markdown, std::string& out) {
  const bool worth = row.fires() || row.state.status == AlertStatus::kPending || row.mute;
  if (!worth || IsHeld(row) || row.finding.said.empty()) return;
  if (markdown) out += "\n";
  std::string text = row.finding.said.whole();
  if (row.mute) text += " " + MuteWords(answer, *row.mute);
  AddLines(fmt::format("{} {}", LookOf(row).mark, text), markdown, out);
}

// What nobody could judge or a silent source holds back, a line per check and reason: one reason
// often holds for many subjects.
void AddUnjudged(const CheckAnswer& answer, bool markdown, std::string& out) {
  std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
  for (size_t i = 0; i < answer.states.size(); ++i) {
    const Row row = RowOf(answer, i);
    if ((!IsUnjudged(row) && !IsHeld(row)) || row.finding.is_static) continue;
    const Said& said = row.finding.said;
    const std::string why =
        IsHeld(row) ? "held back by " + SourceThatHolds(row)
                    : "not judged. " + (said.more.empty() ? said.first : said.more).text();
    const std::string reason = fmt::format("{}: {}", NameOf(row.finding.check), why);
    auto known = std::find_if(reasons.begin(), reasons.end(),
                              [&](const auto& one) { return one.first == reason; });
    if (known == reasons.end()) known = reasons.insert(reasons.end(), {reason, {}});
    known->second.push_back(SubjectWords(answer, row.finding));
  }
  for (const auto& [reason, subjects] : reasons) {
    if (markdown) out += "\n";
    AddLines(fmt::format("○ {} ({})", reason, Join(subjects, ", ")), markdown, out);
  }
}

std::string Text(const CheckAnswer& answer, bool markdown, bool color) {
  std::string out;
  const std::string head = fmt::format(
      "Checks as of {}",
      DateWords(FormatDay(answer.found.project->calendar.LocalDay(answer.found.at_us))));
  if (markdown) out += fmt::format("# {}\n\n", Printable(head));
  AddLines(answer.said.whole(), markdown, out);
  const std::vector<size_t> order = InOrder(answer);
  std::string words;
  for (const size_t i : order) AddWords(answer, RowOf(answer, i), markdown, words);
  AddUnjudged(answer, markdown, words);
  if (!words.empty()) out += (markdown ? "" : "\n") + words;
  if (!order.empty()) {
    const TextTable table = TableOf(answer, order);
    if (table.size() > 0) out += "\n" + (markdown ? table.Markdown() : table.Text(color));
    const std::string holding = HoldingWords(answer);
    if (!holding.empty()) {
      out += "\n";
      AddLines(holding, markdown, out);
    }
  }
  for (const std::string& note : answer.notes) {
    out += "\n";
    AddLines(note, markdown, out);
  }
  return out;
}

std::string Field(const std::optional<double>& value) {
  return value ? FormatNumber(*value) : "";
}

std::string Csv(const CheckAnswer& answer) {
  std::string out = "check,subject,severity,state,since,period,value,limit,owners,held_by\n";
  for (size_t i = 0; i < answer.states.size(); ++i) {
    const Row row = RowOf(answer, i);
    out += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", NameOf(row.finding.check),
                       CsvField(row.finding.subject), NameOf(row.finding.severity),
                       row.mute ? "muted" : NameOf(row.state.status), row.state.since,
                       row.finding.period, Field(row.finding.value), Field(row.finding.limit),
                       CsvField(Join(row.finding.owners, ", ")), CsvField(row.finding.held_by));
  }
  return out;
}

}  // namespace

std::string RenderCheck(const CheckAnswer& answer, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return Csv(answer);
    case TextForm::kMarkdown:
      return Text(answer, true, false);
    case TextForm::kTable:
      break;
  }
  return Text(answer, false, color);
}

}  // namespace northstar
