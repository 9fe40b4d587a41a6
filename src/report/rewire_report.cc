#include "report/rewire_report.h"

#include <fmt/format.h>

#include "base/line_diff.h"
#include "base/text.h"
#include "model/project.h"
#include "report/screen.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;

std::string FateWords(const RewireAnswer& answer, RewiredPlace::Fate fate) {
  const std::string& star = answer.project->north_star->metric;
  switch (fate) {
    case RewiredPlace::Fate::kEdited:
      return fmt::format("{} {}", answer.dry_run ? "would name" : "names", star);
    case RewiredPlace::Fate::kByHand:
      return fmt::format("change by hand: name {}, or an input", star);
    case RewiredPlace::Fate::kKept:
      return "left unchanged; keep it if it is meant";
    case RewiredPlace::Fate::kOver:
      return "left unchanged; its period is over";
  }
  return "";
}

TextTable PlaceTable(const RewireAnswer& answer) {
  TextTable table({"where", "what names it", "former star", "result"});
  for (const RewiredPlace& place : answer.rewiring.places) {
    const StillNamed& named = place.named;
    table.Add({fmt::format("{}:{}", named.where.file, named.where.line), NamerWords(named),
               named.metric, FateWords(answer, place.fate)});
  }
  return table;
}

std::string DiffOf(const RewireAnswer& answer) {
  std::string diff;
  for (const RewiredFile& file : answer.rewiring.files)
    diff += UnifiedDiff(file.path, file.before, file.after);
  return diff;
}

std::string ToCsv(const RewireAnswer& answer) {
  std::string out = "file,line,column,by,name,metric,result\n";
  for (const RewiredPlace& place : answer.rewiring.places) {
    const StillNamed& named = place.named;
    out += fmt::format("{},{},{},{},{},{},{}\n", CsvField(named.where.file), named.where.line,
                       named.where.column, NamedByName(named.by), CsvField(named.subject),
                       named.metric, CsvField(FateWords(answer, place.fate)));
  }
  return out;
}

}  // namespace

std::string RenderRewire(const RewireAnswer& answer, TextForm form, bool color) {
  if (form == TextForm::kCsv) return ToCsv(answer);
  const bool markdown = form == TextForm::kMarkdown;
  std::string out;
  for (const std::string& line : Wrap(answer.said.whole(), markdown ? 10'000 : kWidth))
    out += line + "\n";
  const TextTable table = PlaceTable(answer);
  if (table.size() > 0) out += "\n" + (markdown ? table.Markdown() : table.Text(color));
  const std::string diff = answer.dry_run ? ForScreen(DiffOf(answer), {}) : "";
  if (diff.empty()) return out;
  return out + (markdown ? fmt::format("\n```diff\n{}```\n", diff) : "\n" + diff);
}

}  // namespace northstar
