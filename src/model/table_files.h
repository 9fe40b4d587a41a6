// Files that hold a table, and how they are written: what sources and the tables that they look up
// have in common. Signs and paths are as written; whether they exist shows when they are read.
//
// An empty text says that the key is not there. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace northstar {

struct TableFiles {
  // Of the source that they are read for.
  std::string name;
  // Absolute; `files` (paths or globs, variables expanded) are relative to it.
  std::string base_dir;
  std::vector<std::string> files;
  SourceSpan files_span;
  std::string format = "auto";
  // One sign, "\\t", or "whitespace"; empty: told from the rows.
  std::string delimiter;
  // As people write it ("latin1"); empty: told from the bytes where they leave no doubt.
  std::string encoding;
  // Lines above the header; none: told from a line "sep=;".
  std::optional<int64_t> skip;
  // What begins a line that is no row.
  std::string comment;
  // Of columns that are parted by their place in the line, in characters.
  std::vector<size_t> widths;
  // Of a workbook; empty: all sheets that are not hidden.
  std::string sheet;
  // The files begin with the names of their columns; else `columns` are those names, in order.
  bool header = true;
  std::vector<std::string> columns;
  // One sign each; empty: told from the numbers.
  std::string decimal, thousands;
};

}  // namespace northstar
