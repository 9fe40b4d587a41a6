#include "report/value_words_report.h"

#include <fmt/format.h>

#include "base/html_text.h"
#include "base/text.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;

std::string RenderCsv(const ValueWords& w) {
  std::string out = "side,term,z,p_adjusted,stayed,left\n";
  const auto add = [&](const char* side, const std::vector<KeyTerm>& words) {
    for (const KeyTerm& word : words) {
      out += fmt::format("{},{},{},{},{},{}\n", side, CsvField(word.term), FormatNumber(word.z),
                         FormatNumber(word.p_adjusted), word.here, word.there);
    }
  };
  add("stayed", w.of_stayed);
  add("left", w.of_left);
  return out;
}

void AppendWords(const ValueWords& w, const std::string& title, const std::vector<KeyTerm>& words,
                 bool markdown, bool color, std::string& out) {
  if (words.empty()) return;
  out += markdown ? fmt::format("\n## {}\n\n", title) : "\n" + Paint(title, "1", color) + "\n";
  for (const KeyTerm& word : words) {
    const auto share = [](int64_t n, int64_t of) {
      return fmt::format("{:.0f}%",
                         of > 0 ? 100.0 * static_cast<double>(n) / static_cast<double>(of) : 0.0);
    };
    const std::string counts = fmt::format("{} of those who stayed, {} of those who left",
                                           share(word.here, w.stayed), share(word.there, w.left));
    const std::string also = word.also.empty() ? "" : " (also: " + Join(word.also, ", ") + ")";
    out += markdown ? fmt::format("- **{}**{}: {}\n", word.term, also, counts)
                    : fmt::format("  {} {}\n", Paint(PadRight(word.term, 24), "1", color),
                                  Paint(counts, "90", color));
    if (!markdown && !word.also.empty()) {
      for (const std::string& line : Wrap("also: " + Join(word.also, ", "), kWidth - 6))
        out += "    " + Paint(line, "90", color) + "\n";
    }
    for (const std::string& quote : word.quotes) {
      if (markdown) {
        out += fmt::format("  - “{}”\n", EscapeHtml(quote));
        continue;
      }
      const std::vector<std::string> lines = Wrap("“" + quote + "”", kWidth - 8);
      for (const std::string& line : lines) out += "      " + line + "\n";
    }
  }
}

std::string RenderText(const ValueWords& w, bool markdown, bool color) {
  std::string out = markdown ? "# What customers value, in their words\n\n" : "";
  for (const std::string& line : Wrap(w.said.whole(), markdown ? 10'000 : kWidth))
    out += line + "\n";
  out += fmt::format(
      "{0}Of the {2} that wrote, {1} stayed{3}, {4} left (no activity for {5} days) and {6} did "
      "neither.\n",
      markdown ? "\n" : "", WithThousands(w.stayed), PluralOf(w.entity), w.paying ? " and pay" : "",
      WithThousands(w.left), w.gone_after_days, WithThousands(w.between));
  if (!w.activity.empty()) {
    for (const std::string& line : Wrap(w.activity, markdown ? 10'000 : kWidth)) out += line + "\n";
  }
  AppendWords(w, "mentioned more by those who stayed", w.of_stayed, markdown, color, out);
  AppendWords(w, "mentioned more by those who left", w.of_left, markdown, color, out);
  return out;
}

}  // namespace

std::string RenderValueWords(const ValueWords& words, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return RenderCsv(words);
    case TextForm::kMarkdown:
      return RenderText(words, true, false);
    case TextForm::kTable:
      break;
  }
  return RenderText(words, false, color);
}

}  // namespace northstar
