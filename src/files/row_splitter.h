// One row of a table of text → its cells, as views into the text. The one place that knows where a
// cell ends; looking at a file's shape and writing its rows both go through it.
//
// Rows end with \n, \r\n or \r. Cells in quotes may hold any of these and the delimiter; a quote
// within them is written twice. A quote anywhere but at the beginning of a cell is a letter like
// any other (5" pipe, it's). It leaves out backslashes before quotes, which mean themselves.
// Pure and thread safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace northstar::files {

// What parts the cells of a row.
enum class CellSplit {
  kDelimiter,  // one sign
  kBlanks,     // a run of spaces and tabs; those at both ends of a line part nothing
  kWidths,     // their place in the line
};

struct SplitRules {
  CellSplit split = CellSplit::kDelimiter;
  // Of kDelimiter: one byte of ASCII, neither the quote nor a line end.
  char delimiter = ',';
  // Of kDelimiter and kBlanks; '\0': there are none.
  char quote = '"';
  // Of kWidths, in characters, each at least 1. Blanks around a cell are no part of it; a line that
  // is too short has empty cells at its end; the last cell runs to the end of the line, whatever
  // its width, so that a longer text is not cut.
  std::vector<size_t> widths;

  bool operator==(const SplitRules&) const = default;
};

struct Cell {
  enum class Kind {
    kPlain,    // holds no comma, double quote or line end
    kSpecial,  // holds one
    kQuoted,   // stood in quotes, which `raw` is without; quotes within are still doubled
    kBroken,   // a quote and, behind its end, more text; `raw` is all of it
  };
  std::string_view raw;
  Kind kind = Kind::kPlain;
};

struct RowEnd {
  // Where the next row begins.
  size_t next = 0;
  // Line ends that the row spans, its own one too where it has one.
  int64_t lines = 0;
  // The text ends within quotes that were never closed; their cell holds all the rest.
  bool open_quote = false;
};

class RowSplitter {
 public:
  // REQUIRES: rules as described above.
  explicit RowSplitter(SplitRules rules);

  // The row that begins at text[at]; `cells` is overwritten and never empty afterwards. Nullopt
  // when the text ends before it is certain where the row does, which never happens with `last`.
  // REQUIRES: at < text.size().
  std::optional<RowEnd> Split(std::string_view text, size_t at, bool last,
                              std::vector<Cell>& cells) const;
  const SplitRules& rules() const { return rules_; }

 private:
  struct Place;

  bool SplitLine(Place& place, std::vector<Cell>& cells) const;
  bool SplitBlanks(Place& place, std::vector<Cell>& cells) const;
  bool SplitWidths(Place& place, std::vector<Cell>& cells) const;
  bool TakeQuoted(Place& place, std::vector<Cell>& cells) const;
  void TakePlain(Place& place, std::vector<Cell>& cells) const;
  bool EndsCell(char c) const { return (signs_[static_cast<unsigned char>(c)] & kEnd) != 0; }

  static constexpr uint8_t kEnd = 1;       // ends a cell that is not in quotes
  static constexpr uint8_t kSpecial = 2;   // makes it one that has to be quoted
  static constexpr uint8_t kInQuotes = 4;  // the quote, or a line end
  SplitRules rules_;
  std::array<uint8_t, 256> signs_{};
};

// The text of a cell: quotes within undone, blanks around it kept. `quote` as in its SplitRules.
std::string TextOf(const Cell& cell, char quote);

// Whether nothing but spaces, tabs and line ends stands in the text.
bool IsBlank(std::string_view text);

}  // namespace northstar::files
