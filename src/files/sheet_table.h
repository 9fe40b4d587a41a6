// Rows of cells → a file of comma-separated values in which a line's number is the row's number and
// every line with something in it has the same number of fields. How wide the widest row is is only
// known at the end, so rows wait until then, in bounded memory (spilled_bytes.h).
//
// A field is in quotes where it holds a comma, a quote, a line break or blanks at an end. A row
// without anything in it is an empty line; those at the end are left out, so that a million of them
// cost nothing. It refuses rows beyond 1,048,576 and columns beyond 16,384, which no workbook has,
// rows and cells that go backwards, cells of more than 16 MiB, rows of more than 64 MiB, and what
// grows into a bomb (archive.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "files/archive.h"
#include "files/spilled_bytes.h"

namespace northstar::files {

class SheetTable {
 public:
  static constexpr int64_t kMostRows = 1'048'576;
  static constexpr int64_t kMostColumns = 16'384;
  static constexpr size_t kMostCellBytes = size_t{16} << 20;

  // `packed`: bytes of the workbook, for the limits.
  SheetTable(FileToRead workbook, std::string sheet, std::string to, int64_t packed,
             const ArchiveLimits& limits);

  // Rows and columns are counted from 1; both ascend. Empty text is no cell.
  Status StartRow(int64_t row);
  Status Cell(int64_t column, std::string_view text);
  // `repeat`: how many rows there are like this one, at least 1.
  Status EndRow(int64_t repeat = 1);
  // Writes the file.
  Status Finish();

  int64_t rows() const { return rows_; }
  int64_t empty_rows() const { return empty_rows_; }
  int64_t columns() const { return columns_; }

  // "sheet 'Days' of 'rides.xlsx'", for messages.
  std::string Where() const;

 private:
  int64_t BytesIfWritten() const;

  FileToRead workbook_;
  std::string sheet_, to_;
  int64_t packed_;
  ArchiveLimits limits_;
  SpilledBytes waiting_;
  std::string line_;
  int64_t row_ = 0;     // the one that is open
  int64_t column_ = 0;  // its last cell
  int64_t rows_ = 0, empty_rows_ = 0, columns_ = 0;
  int64_t bytes_ = 0, fields_ = 0;  // of all lines, repeats counted
};

}  // namespace northstar::files
