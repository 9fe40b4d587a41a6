#include "files/width_guess.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace northstar::files {
namespace {

constexpr size_t kMostLines = 500;
constexpr size_t kWidest = 2'000;  // characters of a line that are looked at

// Which characters of a line are not blank.
std::vector<bool> InkOf(std::string_view line) {
  std::vector<bool> ink;
  for (const char c : line) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) continue;
    if (ink.size() == kWidest) break;
    ink.push_back(c != ' ');
  }
  while (!ink.empty() && !ink.back()) ink.pop_back();
  return ink;
}

struct Field {
  size_t from = 0, to = 0;  // half-open
};

using Inks = std::span<const std::vector<bool>>;

// Runs of places in which some line has ink.
std::vector<Field> FieldsOf(Inks lines) {
  size_t widest = 0;
  for (size_t i = 0; i < lines.size(); ++i) widest = std::max(widest, lines[i].size());
  std::vector<bool> any(widest, false);
  for (size_t i = 0; i < lines.size(); ++i) {
    for (size_t at = 0; at < lines[i].size(); ++at) any[at] = any[at] || lines[i][at];
  }
  std::vector<Field> fields;
  for (size_t at = 0; at < widest; ++at) {
    if (!any[at]) continue;
    if (at == 0 || !any[at - 1]) fields.push_back({at, at});
    fields.back().to = at + 1;
  }
  return fields;
}

// Its lines end below each other, and do not all begin so: numbers, which grow to the left.
bool IsRightAligned(Inks lines, const Field& field) {
  size_t at_end = 0;
  size_t at_begin = 0;
  size_t filled = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::vector<bool>& line = lines[i];
    const auto has = [&](size_t at) { return at < line.size() && line[at]; };
    size_t from = field.from;
    while (from < field.to && !has(from)) ++from;
    if (from == field.to) continue;
    ++filled;
    at_end += has(field.to - 1) ? 1 : 0;
    at_begin += from == field.from ? 1 : 0;
  }
  return at_end * 10 >= filled * 9 && at_begin < at_end;
}

bool IsAligned(Inks lines, const std::vector<Field>& fields) {
  const size_t count = lines.size();
  if (fields.size() < 2 || fields.size() > 200) return false;
  size_t widest_gap = 0;
  for (size_t i = 1; i < fields.size(); ++i)
    widest_gap = std::max(widest_gap, fields[i].from - fields[i - 1].to);
  if (count < (widest_gap >= 2 ? 3u : 5u)) return false;
  // Most lines have something in most fields.
  size_t filled = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    for (const Field& field : fields) {
      const auto begin = lines[i].begin();
      const auto from = std::min(field.from, lines[i].size());
      const auto to = std::min(field.to, lines[i].size());
      filled += std::find(begin + static_cast<ptrdiff_t>(from), begin + static_cast<ptrdiff_t>(to),
                          true) != begin + static_cast<ptrdiff_t>(to)
                    ? 1
                    : 0;
    }
  }
  return filled * 10 >= count * fields.size() * 6;
}

// A gap belongs to the field before it, or to numbers behind it, which may grow into it.
std::vector<size_t> WidthsOf(Inks lines, const std::vector<Field>& fields) {
  std::vector<size_t> widths;
  size_t begin = 0;
  for (size_t i = 1; i < fields.size(); ++i) {
    const size_t next = IsRightAligned(lines, fields[i]) ? fields[i - 1].to : fields[i].from;
    widths.push_back(next - begin);
    begin = next;
  }
  widths.push_back(fields.back().to - begin);
  return widths;
}

}  // namespace

std::optional<AlignedColumns> GuessWidths(const SampleText& sample) {
  if (sample.text.find("  ") == sample.text.npos || sample.text.find('\t') != sample.text.npos)
    return std::nullopt;
  std::vector<std::vector<bool>> lines;
  std::vector<int64_t> numbers;
  SplitRules rules;
  rules.split = CellSplit::kWidths;
  rules.widths = {1};
  for (const SampleRow& row : RowsOf(sample, rules, kMostLines).rows) {
    lines.push_back(InkOf(row.raw));
    numbers.push_back(row.line);
  }
  // A title above and a note below are not aligned; of lines left out there are to be few.
  constexpr size_t kMostAbove = 10;
  constexpr size_t kMostBelow = 3;
  std::optional<AlignedColumns> best;
  double best_value = 0;
  for (size_t out = 0; out <= kMostAbove + kMostBelow && out + 3 <= lines.size(); ++out) {
    for (size_t below = 0; below <= std::min(kMostBelow, out); ++below) {
      const size_t above = out - below;
      if (above > kMostAbove) continue;
      const Inks inner = Inks(lines).subspan(above, lines.size() - out);
      const std::vector<Field> fields = FieldsOf(inner);
      if (!IsAligned(inner, fields)) continue;
      const auto count = static_cast<double>(fields.size());
      const double value = (count - 1) / count * static_cast<double>(inner.size()) /
                           static_cast<double>(lines.size());
      if (value <= best_value * 1.1) continue;
      best_value = value;
      best = AlignedColumns{WidthsOf(inner, fields), static_cast<int64_t>(inner.size()),
                            numbers[above] - sample.first_line};
    }
  }
  return best;
}

}  // namespace northstar::files
