// What the cells of one table are like, column by column, as counts: the evidence from which kinds
// of columns and joins are guessed (analysis/inspect). Nothing here guesses; values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/cancel_token.h"
#include "engine/cell_shape.h"
#include "model/table_files.h"

namespace northstar {

struct CellCount {
  std::string value;  // at most kMostShownBytes
  int64_t count = 0;
};

// Samples and frequent values are cut here, at a whole code point.
inline constexpr size_t kMostShownBytes = 200;
// Rows of a table that are looked at, and cells: of larger tables every n-th row is.
inline constexpr int64_t kMostProfiledRows = 200'000;
inline constexpr int64_t kMostProfiledCells = 4'000'000;
// Columns beyond are left out.
inline constexpr size_t kMostProfiledColumns = 2'000;
// Keys that a column keeps, and rows whose keys are kept side by side.
inline constexpr size_t kMostKeys = 65'536;
inline constexpr size_t kMostKeptRows = 50'000;

// Counts of rows are of the rows that were looked at. An empty cell is "", blanks, or null.
struct ColumnProfile {
  // As the source calls it: of JSON a path, parts with other signs than a name's in quotes:
  // properties."Song Length".
  std::string name;
  int64_t rows = 0, filled = 0;
  // Different values, of the filled cells. Not exact: an estimate for all rows of the table.
  int64_t distinct = 0;
  bool distinct_exact = true;
  // The filled cells of all rows, as far as those that were looked at tell; 0: those are all.
  int64_t filled_in_all = 0;
  // Values that occur more than once, the most frequent first; at most 12.
  std::vector<CellCount> frequent;
  // The first different values, at most 5.
  std::vector<std::string> samples;
  // shapes[i]: filled cells with the bit 1 << i of cell_shape.
  std::vector<int64_t> shapes = std::vector<int64_t>(kCellShapes);
  // Of the cells that are numbers, joined by or; for DecideStyle.
  uint32_t number_evidence = 0;
  // Of cells that can be read in one way by themselves.
  std::optional<double> least, greatest;
  // From the first to the last time whose reading is certain; microseconds since 1970.
  std::optional<int64_t> from_us, to_us;
  // Code units of UTF-8, of filled cells; the median is exact up to 1,024.
  int64_t shortest = 0, median_length = 0, longest = 0;
  double mean_words = 0;
  // Of neighbors that are both filled: the share that does not fall, that rises by just one, and
  // that is equal.
  double ascending = 0, steps_of_one = 0, equal_to_last = 0;
  // Cells with blanks at an end.
  int64_t padded = 0;
  // Cells such as "NULL" (SaysNoValue), the most frequent first. In a column whose other cells are
  // numbers or times they are not counted as filled.
  std::vector<CellCount> no_values;

  // Hashes of the distinct values: all that are at most `keys_up_to`, sorted. Two columns can be
  // compared below the smaller of their bounds. Empty for columns that are no keys: texts of
  // people, fractions.
  std::vector<uint64_t> keys;
  uint64_t keys_up_to = UINT64_MAX;
  // The same of the values in small letters, without blanks around them and without ".0".
  std::vector<uint64_t> folded_keys;
  // Of every row in order, 0 for empty ones; empty where TableProfile::rows_kept is false.
  std::vector<uint64_t> row_keys;

  // 0 to 1, of the filled cells with any of the bits' single shapes; 0 without filled cells. A cell
  // counts once for each bit it has, so ask for bits that exclude each other.
  double Share(uint32_t bits) const;
  // The filled cells among which there are `distinct` values.
  int64_t FilledInAll() const { return filled_in_all > 0 ? filled_in_all : filled; }
  double FilledShare() const { return rows == 0 ? 0 : double(filled) / double(rows); }
  // Different values per filled cell, 0 to 1.
  double DistinctShare() const;
  // Share of the most frequent value among the filled cells.
  double TopShare() const;
};

struct TableProfile {
  // "orders.csv", "book.xlsx#Days".
  std::string name;
  // All rows of the table, and those that were looked at.
  int64_t rows = 0, looked_at = 0;
  bool sampled() const { return looked_at < rows; }
  // Whether the columns hold row_keys of all rows.
  bool rows_kept = false;
  int64_t columns_left_out = 0;
  std::vector<ColumnProfile> columns;
};

// Profiles one file as `source` says that it is to be read (format, delimiter, header, columns):
// CSV, TSV, JSON (lines, an array, or an object that holds the rows in a list of its own), Parquet,
// compressed or not. Of JSON nested objects become columns by their paths, a list is one column.
// `shown` names the file in the profile and in errors. kData where it cannot be read. Memory is
// bounded by the limits above, whatever the size of the file. `cancel` may be null; asked, it ends
// the work with an error. Thread safe.
Result<TableProfile> ProfileFile(const TableFiles& source, const std::string& path,
                                 const std::string& shown, CancelToken* cancel = nullptr);

}  // namespace northstar
