// What parts the cells of a text, told from its rows: a delimiter and its quotes, runs of blanks,
// or widths. Internal to text_shape.h, which says by which measure.
// Pure and thread safe; takes UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "files/row_splitter.h"
#include "files/text_shape.h"

namespace northstar::files {

// The part of a text that holds its rows.
struct SampleText {
  std::string_view text;  // views of cells lie in it
  bool whole = true;  // it ends where the file does; else its last row may be cut and is left out
  int64_t first_line = 1;  // its first line, counted in the file
  std::string comment;     // begins lines that are no rows; empty: none
};

struct SampleRow {
  int64_t line = 0;      // where it begins
  std::string_view raw;  // all of it, without its line end
  std::vector<Cell> cells;

  size_t Filled() const;  // cells that are not blank
};

struct SampleRows {
  std::vector<SampleRow> rows;  // without empty lines and comments
  bool open_quote = false;      // quotes are opened and not closed in what was seen
};
// At most `most` rows.
SampleRows RowsOf(const SampleText& sample, const SplitRules& rules, size_t most);

// The number of cells that most rows have, behind the first third; 0 without rows.
size_t UsualCells(const std::vector<SampleRow>& rows);

struct SplitGuess {
  SplitRules rules;
  ShapeWhy why = ShapeWhy::kOneColumn;
  double sure = 0;
  int64_t count = 0, of = 0;
  // Of widths: the lines above the first that is aligned.
  int64_t above = 0;
  // What said that the quotes are not the usual ones.
  std::vector<ShapeGuess> quotes;
};

// The delimiter and quotes that fit best; `delimiters`: those that may be, the likelier first. The
// guess is kOneColumn where none parts the rows alike; its delimiter then is a sign that no row
// holds, where there is one.
SplitGuess GuessDelimiter(const SampleText& sample, std::string_view delimiters);
// The same, and blanks and widths where they fit better.
SplitGuess GuessSplit(const SampleText& sample);

// The delimiter of which the first row holds most, told by that row alone.
char MostInFirstRow(const SampleText& sample);

// The signs that are delimiters as a rule: , ; tab |
inline constexpr std::string_view kUsualDelimiters = ",;\t|";

}  // namespace northstar::files
