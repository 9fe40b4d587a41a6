// What of a table's rows is no data: lines above the names, marked lines, a footer; and whether the
// first row that is left holds names. Internal to text_shape.h. Pure and thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "files/split_guess.h"

namespace northstar::files {

// A comment sign and the lines that begin with it; of rows that were split with these lines among
// them. Nullopt where they fit the table: then they are rows.
struct CommentGuess {
  std::string prefix;
  int64_t lines = 0;
};
std::optional<CommentGuess> GuessComment(const SampleText& sample, const SplitRules& rules);

// Rows above the names: titles, remarks, of other widths than the table or mostly empty. 0 where
// there are none, or where no row of names follows among the first twenty.
size_t RowsAbove(const std::vector<SampleRow>& rows, size_t usual);

struct HeaderGuess {
  bool header = true;
  ShapeWhy why = ShapeWhy::kOnlyNames;
  double sure = 0;
  int64_t count = 0;  // columns that tell
};
// Of the rows from the first that may hold names on. REQUIRES: not empty.
HeaderGuess GuessHeader(const std::vector<SampleRow>& rows, char quote);

// Rows at the end that are totals, notes or empty: 0 to 10. `body`: rows of the table, `last`: its
// last rows, perhaps the same.
size_t FooterRows(const std::vector<SampleRow>& body, const std::vector<SampleRow>& last,
                  size_t usual);

// The decimal sign of the columns that are numbers; nullopt where none has one, or where they
// differ. `rows` without names.
std::optional<char> GuessDecimal(const std::vector<SampleRow>& rows, const SplitRules& rules);

}  // namespace northstar::files
