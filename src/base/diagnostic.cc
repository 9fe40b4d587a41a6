#include "base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"

namespace northstar {
namespace {

constexpr size_t kWidestExcerpt = 100;

struct Excerpt {
  std::string text;
  size_t caret = 0;
};

// A 100 MB line must not fill the screen: show the part around the column.
Excerpt CutAround(std::string_view line, size_t column) {
  column = std::min(column, line.size());  // a reader's column may lie past a line it gave up on
  if (line.size() <= kWidestExcerpt) return {std::string(line), column};
  const size_t start = column > kWidestExcerpt / 2 ? column - kWidestExcerpt / 2 : 0;
  const size_t length = std::min(kWidestExcerpt, line.size() - std::min(start, line.size()));
  std::string cut(line.substr(start, length));
  size_t caret = column - start;
  if (start > 0) {
    cut = "…" + cut;
    caret += std::string_view("…").size();
  }
  if (start + length < line.size()) cut += "…";
  return {cut, caret};
}

std::string CaretLine(std::string_view text, size_t caret, int length) {
  std::string line;
  for (size_t i = 0; i < caret && i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) line += text[i] == '\t' ? '\t' : ' ';
  }
  line += '^';
  const size_t room = text.size() > caret ? text.size() - caret : 1;
  for (int i = 1; i < length && static_cast<size_t>(i) < room; ++i) line += '~';
  return line;
}

}  // namespace

size_t DiagnosticSink::errors() const {
  size_t count = 0;
  for (const Diagnostic& one : all_) count += one.severity == Severity::kError;
  return count;
}

void DiagnosticSink::KeepFirstOfLines(size_t from) {
  std::set<std::pair<std::string, int>> named;
  for (size_t i = 0; i < std::min(from, all_.size()); ++i)
    named.emplace(all_[i].where.file, all_[i].where.line);
  const auto repeats = [&](const Diagnostic& one) {
    return named.contains({one.where.file, one.where.line});
  };
  all_.erase(std::remove_if(all_.begin() + static_cast<std::ptrdiff_t>(std::min(from, all_.size())),
                            all_.end(), repeats),
             all_.end());
}

std::string RenderDiagnostic(const Diagnostic& d, bool color) {
  const bool error = d.severity == Severity::kError;
  const char* word = error ? "error" : "warning";
  const std::string label =
      color ? fmt::format("\033[1;{}m{}\033[0m", error ? 31 : 33, word) : word;
  std::string out = d.where.file;
  if (d.where.line > 0) out += fmt::format(":{}:{}", d.where.line, d.where.column);
  if (!out.empty()) out += ": ";
  out += label;
  if (!d.code.empty()) out += " " + d.code;
  out += ": " + d.message + "\n";
  if (!d.source_line.empty() && d.where.column > 0) {
    const Excerpt excerpt = CutAround(d.source_line, static_cast<size_t>(d.where.column - 1));
    out += fmt::format("  {:>4} | {}\n", d.where.line, excerpt.text);
    out += fmt::format("       | {}\n", CaretLine(excerpt.text, excerpt.caret, d.where.length));
  }
  if (!d.expected.empty()) out += "       = expected " + d.expected + "\n";
  if (!d.hint.empty()) out += "       = hint: " + d.hint + "\n";
  return out;
}

}  // namespace northstar
