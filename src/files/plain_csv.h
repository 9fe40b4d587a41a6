// A file of text in any shape → the plain table that readers take: UTF-8, cells parted by commas,
// double quotes, one row of names. Files that are plain already are not copied.
//
// Rows are handed on as they are, and judged by the reader behind: one with more or fewer cells
// than the header keeps them; a cell with text behind its closing quote ("a"b) is written so that
// no reader takes it, and its row is rejected there; zero bytes stay where they are, as letters
// like others. Lines without anything but blanks are no rows, unless there is one column only. Line
// breaks in quotes are kept, an empty cell in quotes stays one ("" is not nothing).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "files/text_shape.h"

namespace northstar::files {

// Whether the reader behind cannot take the file as it lies. Not needed for UTF-8 with or without
// a mark whose cells are parted by one sign and quoted by double quotes, and whose rows begin with
// the first line, be it names or not.
bool NeedsPlainCsv(const TextShape& shape);

// Bytes of the longest row that is handed on, as UTF-8; it is the memory that writing takes.
inline constexpr size_t kLongestPlainRow = 64 << 20;

// Where the rows of a plain table stood in the file. Most rows take one line each, so that only
// those that do not are kept; of a file where millions do not, the first million.
class LineMap {
 public:
  // `row` (from 0, without the header) begins on `line` (from 1). REQUIRES: rows in order.
  void Add(int64_t row, int64_t line);
  // Nullopt beyond what was kept, and for a row that is not there.
  std::optional<int64_t> LineOf(int64_t row) const;

 private:
  struct Jump {
    int64_t row, line;
  };
  static constexpr size_t kMostJumps = 1 << 20;
  std::vector<Jump> jumps_;  // each holds for the rows up to the next
  int64_t rows_ = 0;         // that are known
  bool full_ = false;
};

struct PlainCsv {
  int64_t rows = 0;         // without the header
  int64_t footer_rows = 0;  // left out at the end, as the shape says
  int64_t comment_lines = 0;
  LineMap lines;
};

// Gives the bytes of a file in blocks to the function that it is handed.
using TextSource = std::function<Status(const std::function<void(std::string_view)>&)>;
// Takes the next bytes of the plain table.
using TextSink = std::function<Status(std::string_view)>;

// Reads all of `in` once. Memory: the longest row and a few blocks, whatever the file's size.
// kData, naming the line of `shown`, for bytes that the shape's encoding does not have, for a quote
// that is never closed, and for a row longer than `longest_row`; errors of `in` and `to` as they
// are. What was given to `to` before is then worth nothing.
// REQUIRES: a shape of FindTextShape, of this file or of one like it. Thread safe.
Result<PlainCsv> WritePlainCsv(const TextSource& in, const TextShape& shape,
                               const std::string& shown, const TextSink& to,
                               size_t longest_row = kLongestPlainRow);

}  // namespace northstar::files
