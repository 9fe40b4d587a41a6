#include "report/history_report.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;
constexpr size_t kShownPeriods = 8;  // of a dual run on a terminal, the latest

std::string DayOf(const HistoryAnswer& answer, int64_t utc_us) {
  return FormatDay(answer.history.project->calendar.LocalDay(utc_us));
}

std::string ChangeWords(const std::optional<DefinitionChange>& change) {
  if (!change) return "first recorded";
  switch (*change) {
    case DefinitionChange::kNone:
      return "unchanged";
    case DefinitionChange::kNewVersion:
      return "new version";
    case DefinitionChange::kWithoutVersion:
      return "changed without a new version";
  }
  return "";
}

std::string OrDash(const std::string& text) {
  return text.empty() ? "–" : text;
}

TextTable StarTable(const HistoryAnswer& answer) {
  TextTable table({"metric", "from", "to", "why it was replaced", "decision"});
  for (const StarPeriod& star : answer.history.stars) {
    table.Add({star.metric.shown, OrDash(star.from), star.current ? "today" : OrDash(star.to),
               star.current ? "" : OrDash(star.reason), OrDash(star.decision)});
  }
  return table;
}

TextTable DecisionTable(const HistoryAnswer& answer) {
  TextTable table({"day", "metric", "record", "first line"});
  for (const DecisionFile& one : answer.history.decisions)
    table.Add({OrDash(one.day), OrDash(one.metric), one.path, one.first_line});
  return table;
}

// How many definitions each metric has had.
std::map<std::string, int> DefinitionCounts(const HistoryAnswer& answer) {
  std::map<std::string, int> counts;
  for (const DefinitionStep& step : answer.definitions) ++counts[step.recorded.metric];
  return counts;
}

TextTable DefinitionTable(const HistoryAnswer& answer) {
  std::map<std::string, int> counts = DefinitionCounts(answer);
  TextTable table({"metric", "version", "first seen", "change", "hash"});
  table.AlignRight(1);
  constexpr size_t kHashShown = 12;
  for (const DefinitionStep& step : answer.definitions) {
    const store::RecordedDefinition& one = step.recorded;
    if (answer.history.metric.empty() && counts[one.metric] < 2) continue;
    table.Add({one.metric, std::to_string(one.state.version), DayOf(answer, one.first_seen_us),
               ChangeWords(step.change) +
                   (step.commit.empty() ? "" : ", commit " + step.commit.substr(0, kHashShown)),
               one.hash.substr(0, kHashShown)});
  }
  return table;
}

std::string UnchangedWords(const HistoryAnswer& answer) {
  if (!answer.history.metric.empty()) return "";
  long long unchanged = 0;
  for (const auto& [metric, count] : DefinitionCounts(answer)) unchanged += count == 1;
  if (unchanged == 0) return "";
  return fmt::format("{} {} had one definition so far.\n", Plural(unchanged, "metric"),
                     unchanged == 1 ? "has" : "have");
}

std::string EditWords(const NamedPlace& place, const std::string& star) {
  if (place.named.is_over) return "none: its period is over";
  if (!place.named.must_change) return "keep it if it is meant";
  if (place.named.by == NamedBy::kSurvey) return "close it: northstar survey close";
  const std::string to = fmt::format("name {}, or an input", star);
  return place.edit ? to : to + " (by hand)";
}

TextTable PlaceTable(const HistoryAnswer& answer) {
  TextTable table({"where", "what names it", "former star", "edit"});
  for (const NamedPlace& place : answer.history.still_named) {
    const StillNamed& named = place.named;
    const std::string where =
        named.where.file.empty() ? "–" : fmt::format("{}:{}", named.where.file, named.where.line);
    table.Add({where, NamerWords(named), named.metric,
               EditWords(place, answer.history.project->north_star->metric)});
  }
  return table;
}

// The lines as they are and as they should be.
std::string Edits(const HistoryAnswer& answer, bool markdown) {
  std::string out;
  for (const NamedPlace& place : answer.history.still_named) {
    if (!place.edit) continue;
    out += fmt::format("\n{0}:{1}\n-{2}\n+{3}\n", place.named.where.file, place.named.where.line,
                       Printable(place.edit->before), Printable(place.edit->after));
  }
  if (!markdown || out.empty()) return out;
  return fmt::format("```diff{}```\n", out);
}

std::string Section(const std::string& title, const TextTable& table, const std::string& below,
                    TextForm form, bool color) {
  if (table.size() == 0 && below.empty()) return "";
  const bool markdown = form == TextForm::kMarkdown;
  std::string out =
      markdown ? fmt::format("\n## {}\n\n", title) : "\n" + Paint(title, "1", color) + "\n";
  if (table.size() > 0) out += markdown ? table.Markdown() : table.Text(color);
  if (!below.empty()) out += (markdown && table.size() > 0 ? "\n" : "") + below;
  return out;
}

std::string SideTitle(const SeriesName& metric, int version, bool replaced) {
  return replaced ? metric.shown : fmt::format("version {}", version);
}

// Both columns of each, below the sentence on how they differ.
std::string DualRunSections(const HistoryAnswer& answer, TextForm form, bool color) {
  std::string out;
  for (const DualRun& run : answer.dual_runs.value_or(std::vector<DualRun>())) {
    const bool replaced = run.metric.metric != run.to_metric.metric;
    const bool same = !replaced && run.from_version == run.to_version;
    TextTable table({std::string(GrainName(run.grain)),
                     same ? "before" : SideTitle(run.metric, run.from_version, replaced),
                     same ? "after" : SideTitle(run.to_metric, run.to_version, replaced)});
    table.AlignRight(1);
    table.AlignRight(2);
    const bool markdown = form == TextForm::kMarkdown;
    const auto periods = run.periods.value_or(std::vector<DualRunPeriod>());
    const size_t first =
        markdown || periods.size() <= kShownPeriods ? 0 : periods.size() - kShownPeriods;
    for (size_t i = first; i < periods.size(); ++i) {
      table.Add({periods[i].label, FormatValue(run.look, periods[i].before),
                 FormatValue(run.to_look, periods[i].after)});
    }
    std::string sentence;
    for (const std::string& line : Wrap(Printable(run.said.whole()), markdown ? 10'000 : kWidth))
      sentence += line + "\n";
    const std::string title =
        replaced ? fmt::format("{} and {} side by side", run.metric.shown, run.to_metric.shown)
                 : fmt::format("{}: old and new definition side by side", run.metric.shown);
    out += Section(Printable(title), table, sentence, form, color);
  }
  return out;
}

std::string ToCsv(const HistoryAnswer& answer) {
  std::string out = "kind,day,metric,version,text,path\n";
  const auto add = [&](const char* kind, const std::string& day, const std::string& metric,
                       const std::string& version, const std::string& text,
                       const std::string& path) {
    out += fmt::format("{},{},{},{},{},{}\n", kind, CsvField(day), CsvField(metric), version,
                       CsvField(text), CsvField(path));
  };
  for (const StarPeriod& star : answer.history.stars)
    add("star", star.from, star.metric.metric, "", star.reason, star.decision);
  for (const DecisionFile& one : answer.history.decisions)
    add("decision", one.day, one.metric, "", one.first_line, one.path);
  for (const DefinitionStep& step : answer.definitions) {
    const store::RecordedDefinition& one = step.recorded;
    add("definition", DayOf(answer, one.first_seen_us), one.metric,
        std::to_string(one.state.version), one.state.definition, "");
  }
  return out;
}

}  // namespace

std::string RenderHistory(const HistoryAnswer& answer, TextForm form, bool color) {
  if (form == TextForm::kCsv) return ToCsv(answer);
  const bool markdown = form == TextForm::kMarkdown;
  std::string out = markdown ? "# History of the North Star\n\n" : "";
  for (const std::string& line : Wrap(answer.said.whole(), markdown ? 10'000 : kWidth))
    out += line + "\n";
  out += Section("North Stars", StarTable(answer), "", form, color);
  out += Section("Decisions", DecisionTable(answer), "", form, color);
  out += Section("Definitions", DefinitionTable(answer), UnchangedWords(answer), form, color);
  out += DualRunSections(answer, form, color);
  out += Section("Still naming a former star", PlaceTable(answer), Edits(answer, markdown), form,
                 color);
  if (!answer.notes.empty()) out += "\n";
  for (const std::string& note : answer.notes) {
    const std::vector<std::string> lines = Wrap(note, markdown ? 10'000 : kWidth);
    for (size_t i = 0; i < lines.size(); ++i)
      out += (!markdown ? "" : i == 0 ? "- " : "  ") + lines[i] + "\n";
  }
  return out;
}

}  // namespace northstar
