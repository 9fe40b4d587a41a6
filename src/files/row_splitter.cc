#include "files/row_splitter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"

namespace northstar::files {
namespace {

bool IsTrail(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The byte behind `count` characters of UTF-8, counted from `at`.
size_t Behind(std::string_view text, size_t at, size_t count) {
  for (; count > 0 && at < text.size(); --count) {
    ++at;
    while (at < text.size() && IsTrail(text[at])) ++at;
  }
  return at;
}

std::string_view WithoutBlanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Cell::Kind KindOf(std::string_view text) {
  return text.find_first_of(",\"") == text.npos ? Cell::Kind::kPlain : Cell::Kind::kSpecial;
}

}  // namespace

struct RowSplitter::Place {
  std::string_view text;
  size_t at = 0;
  bool last = false;
  int64_t lines = 0;
  bool open_quote = false;

  bool done() const { return at >= text.size(); }
  bool AtLineEnd() const { return !done() && (text[at] == '\n' || text[at] == '\r'); }
};

RowSplitter::RowSplitter(SplitRules rules) : rules_(std::move(rules)) {
  const auto mark = [&](char c, uint8_t what) { signs_[static_cast<unsigned char>(c)] |= what; };
  for (const char c : {'\n', '\r'}) mark(c, kEnd | kInQuotes);
  if (rules_.split == CellSplit::kDelimiter) mark(rules_.delimiter, kEnd);
  if (rules_.split == CellSplit::kBlanks) {
    mark(' ', kEnd);
    mark('\t', kEnd);
  }
  if (rules_.quote != '\0') mark(rules_.quote, kInQuotes);
  mark('"', kSpecial);
  mark(',', kSpecial);
}

// The cell in quotes that begins here. False: the text ends before it does.
bool RowSplitter::TakeQuoted(Place& place, std::vector<Cell>& cells) const {
  const std::string_view text = place.text;
  const size_t from = place.at + 1;
  size_t at = from;
  for (;; ++at) {
    while (at < text.size() && (signs_[static_cast<unsigned char>(text[at])] & kInQuotes) == 0)
      ++at;
    if (at >= text.size()) {
      if (!place.last) return false;
      place.open_quote = true;
      cells.push_back({text.substr(from), Cell::Kind::kQuoted});
      place.at = text.size();
      return true;
    }
    const bool at_end = at + 1 == text.size();
    if (text[at] != rules_.quote) {
      place.lines += text[at] == '\n' || at_end || text[at + 1] != '\n' ? 1 : 0;
      continue;
    }
    // It may be the first of two.
    if (at_end && !place.last) return false;
    if (at_end || text[at + 1] != rules_.quote) break;
    ++at;
  }
  size_t behind = at + 1;
  if (rules_.split == CellSplit::kDelimiter) {
    while (behind < text.size() && text[behind] == ' ') ++behind;
  }
  if (behind >= text.size() && !place.last) return false;
  if (behind >= text.size() || EndsCell(text[behind])) {
    cells.push_back({text.substr(from, at - from), Cell::Kind::kQuoted});
    place.at = behind;
    return true;
  }
  while (behind < text.size() && !EndsCell(text[behind])) ++behind;
  if (behind >= text.size() && !place.last) return false;
  cells.push_back({text.substr(from - 1, behind - from + 1), Cell::Kind::kBroken});
  place.at = behind;
  return true;
}

void RowSplitter::TakePlain(Place& place, std::vector<Cell>& cells) const {
  const std::string_view text = place.text;
  const size_t from = place.at;
  uint8_t seen = 0;
  size_t at = from;
  for (; at < text.size(); ++at) {
    const uint8_t sign = signs_[static_cast<unsigned char>(text[at])];
    if ((sign & kEnd) != 0) break;
    seen |= sign;
  }
  cells.push_back({text.substr(from, at - from),
                   (seen & kSpecial) != 0 ? Cell::Kind::kSpecial : Cell::Kind::kPlain});
  place.at = at;
}

bool RowSplitter::SplitLine(Place& place, std::vector<Cell>& cells) const {
  for (;;) {
    if (!place.done() && rules_.quote != '\0' && place.text[place.at] == rules_.quote) {
      if (!TakeQuoted(place, cells)) return false;
    } else {
      TakePlain(place, cells);
    }
    if (place.done()) return place.last;
    if (place.AtLineEnd()) return true;
    ++place.at;  // the delimiter
  }
}

bool RowSplitter::SplitBlanks(Place& place, std::vector<Cell>& cells) const {
  for (;;) {
    while (!place.done() && (place.text[place.at] == ' ' || place.text[place.at] == '\t'))
      ++place.at;
    if (place.done() || place.AtLineEnd()) break;
    if (rules_.quote != '\0' && place.text[place.at] == rules_.quote) {
      if (!TakeQuoted(place, cells)) return false;
    } else {
      TakePlain(place, cells);
    }
  }
  if (cells.empty()) cells.push_back({});
  return !place.done() || place.last;
}

bool RowSplitter::SplitWidths(Place& place, std::vector<Cell>& cells) const {
  const size_t end = std::min(place.text.find_first_of("\r\n", place.at), place.text.size());
  if (end == place.text.size() && !place.last) return false;
  const std::string_view line = place.text.substr(place.at, end - place.at);
  size_t at = 0;
  for (size_t i = 0; i < rules_.widths.size(); ++i) {
    const bool is_last = i + 1 == rules_.widths.size();
    const size_t to = is_last ? line.size() : Behind(line, at, rules_.widths[i]);
    const std::string_view cell = WithoutBlanks(line.substr(at, to - at));
    cells.push_back({cell, KindOf(cell)});
    at = to;
  }
  place.at = end;
  return true;
}

std::optional<RowEnd> RowSplitter::Split(std::string_view text, size_t at, bool last,
                                         std::vector<Cell>& cells) const {
  NS_CHECK(at < text.size());
  cells.clear();
  Place place{text, at, last};
  bool whole = false;
  switch (rules_.split) {
    case CellSplit::kDelimiter:
      whole = SplitLine(place, cells);
      break;
    case CellSplit::kBlanks:
      whole = SplitBlanks(place, cells);
      break;
    case CellSplit::kWidths:
      whole = SplitWidths(place, cells);
      break;
  }
  if (!whole) return std::nullopt;
  if (place.AtLineEnd()) {
    // Of \r alone at the end it is not known yet whether \n follows.
    const bool is_return = text[place.at] == '\r';
    if (is_return && place.at + 1 == text.size() && !last) return std::nullopt;
    const bool is_pair = is_return && place.at + 1 < text.size() && text[place.at + 1] == '\n';
    place.at += is_pair ? 2 : 1;
    ++place.lines;
  }
  return RowEnd{place.at, place.lines, place.open_quote};
}

std::string TextOf(const Cell& cell, char quote) {
  std::string text(cell.raw);
  if (cell.kind != Cell::Kind::kQuoted || quote == '\0') return text;
  return ReplaceAll(std::move(text), std::string(2, quote), std::string(1, quote));
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == text.npos;
}

}  // namespace northstar::files
