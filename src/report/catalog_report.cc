#include "report/catalog_report.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {
namespace {

using catalog::Template;

std::string ToMarkdown(const std::vector<const Template*>& found) {
  std::string out;
  std::string kind;
  for (const Template* one : found) {
    if (one->kind != kind) {
      kind = one->kind;
      out += fmt::format("## {}\n\n{}\n\n", kind, catalog::TheCatalog().FindKind(kind)->sentence);
    }
    out += fmt::format("### {}\n\n{}", one->name, one->sentence);
    if (one->wording != "added") out += fmt::format(" In the articles: “{}”.", one->wording);
    if (!one->flags.empty()) out += fmt::format(" Flagged: {}.", Join(one->flags, ", "));
    if (!one->available) out += " Not available yet.";
    out += "\n\n```yaml\n" + catalog::WithDescription(*one) + "```\n\n";
    if (!one->check.empty()) out += "Check:\n\n```sql\n" + one->check + "\n```\n\n";
  }
  return out;
}

std::string ToCsv(const std::vector<const Template*>& found) {
  std::string out = "kind,name,sentence,flags,available\n";
  for (const Template* one : found) {
    out += fmt::format("{},{},{},{},{}\n", one->kind, one->name, CsvField(one->sentence),
                       CsvField(Join(one->flags, " ")), one->available);
  }
  return out;
}

std::string ToText(const std::vector<const Template*>& found, bool color) {
  std::string out;
  std::string kind;
  const auto bold = [&](const std::string& text) {
    return color ? "\033[1m" + text + "\033[0m" : text;
  };
  size_t widest = 0;
  for (const Template* one : found) widest = std::max(widest, one->name.size());
  widest = std::min<size_t>(widest, 40);
  for (const Template* one : found) {
    if (one->kind != kind) {
      out += (kind.empty() ? "" : "\n") + bold(one->kind) + "  " +
             catalog::TheCatalog().FindKind(one->kind)->sentence + "\n";
      kind = one->kind;
    }
    std::string text = one->sentence;
    if (!one->flags.empty()) text += " [" + Join(one->flags, ", ") + "]";
    const std::vector<std::string> lines = Wrap(text, 96 - widest);
    for (size_t i = 0; i < lines.size(); ++i)
      out += "  " + PadRight(i == 0 ? one->name : "", widest) + "  " + lines[i] + "\n";
  }
  return out;
}

std::string ToCopy(const Template& one) {
  return fmt::format("{}\n\n{}\nover events of: {}\n", one.sentence, catalog::WithDescription(one),
                     catalog::TheCatalog().FindKind(one.kind)->source);
}

}  // namespace

std::string RenderCatalog(const CatalogAnswer& answer, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return ToCsv(answer.found);
    case TextForm::kMarkdown:
      return ToMarkdown(answer.found);
    case TextForm::kTable:
      break;
  }
  return answer.name.empty() ? ToText(answer.found, color) : ToCopy(*answer.found[0]);
}

}  // namespace northstar
