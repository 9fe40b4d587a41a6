#include "report/digest_report.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;

std::string ToCsv(const Digest& digest) {
  std::string out = "section,line\n";
  for (const DigestSection& section : digest.sections) {
    for (const Sentence& line : section.lines)
      out += fmt::format("{},{}\n", section.name, CsvField(line.text()));
  }
  return out;
}

bool IsTitle(const std::string& line, const Digest& digest) {
  if (line == Printable(digest.heading)) return true;
  for (const DigestSection& section : digest.sections) {
    if (!section.title.empty() && line == section.title) return true;
  }
  return false;
}

// Items hang below their first word.
std::string ForTerminal(const std::string& text, const Digest& digest, bool color) {
  std::string out;
  for (const std::string& line : Split(text, '\n')) {
    if (IsTitle(line, digest)) {
      out += Paint(line, "1", color) + "\n";
      continue;
    }
    const bool item = line.starts_with("- ");
    const std::vector<std::string> parts = Wrap(line, item ? kWidth - 2 : kWidth);
    for (size_t i = 0; i < parts.size(); ++i) out += (item && i > 0 ? "  " : "") + parts[i] + "\n";
  }
  return out;
}

}  // namespace

std::string RenderDigest(const DigestAnswer& answer, TextForm form, bool color) {
  const Digest& digest = answer.digest;
  if (form == TextForm::kCsv) return ToCsv(digest);
  const bool markdown = form == TextForm::kMarkdown;
  const DigestText text =
      LayOut(digest.heading, digest.sections,
             answer.form.value_or(markdown ? DigestForm::kMarkdown : DigestForm::kPlain));
  const bool wrapped = !answer.form && !markdown;
  const auto shown = [&](const std::string& part) {
    return wrapped ? ForTerminal(part, digest, color) : part + "\n";
  };
  std::string out = shown(text.text);
  if (!text.more.empty()) out += "\n" + (wrapped ? Paint("More", "1", color) : "More") + "\n\n";
  if (!text.more.empty()) out += shown(text.more);
  return out;
}

}  // namespace northstar
