// Files that hold a table, and how they are written, or what gives its rows in their place: what
// sources and the tables that they look up have in common. Signs and paths are as written; whether
// they exist shows when they are read.
//
// An empty text says that the key is not there. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace northstar {

// A table or a query of a database, in place of files; one of the two.
struct DatabaseTable {
  // With variables expanded, so it may hold secrets: shown by databases::Shown alone.
  std::string address;
  std::string table, query;
  // Of the address, and of what is asked.
  SourceSpan span, asked_span;
};

struct TableFiles {
  // Of the source that they are read for.
  std::string name;
  // Absolute; `files` (paths or globs, variables expanded) are relative to it.
  std::string base_dir;
  std::vector<std::string> files;
  SourceSpan files_span;
  // In place of files; paths of SQLite are relative to `base_dir`.
  std::optional<DatabaseTable> database;
  // In place of files: a file with one SELECT over files of the project, as written, relative to
  // `base_dir`; empty: none.
  std::string sql;
  SourceSpan sql_span;
  std::string format = "auto";
  // Where that is named: what a format of a known tool says stands there too.
  SourceSpan format_span;
  // csv, tsv, json or parquet; empty: told from the ending of each file.
  std::string layout;
  // Of JSON, paths: where the records lie, and the list in each record whose elements are the rows.
  std::string rows, each;
  SourceSpan rows_span, each_span;
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
  // Cells are never in quotes, and a quote is a sign like any other.
  bool unquoted = false;
  // One sign each; empty: told from the numbers.
  std::string decimal, thousands;
  // Cells that say that there is no value ("NULL", "N/A"), blanks around them aside: they are read
  // as empty.
  std::vector<std::string> null_values;

  // Whether rows are not in files, but are asked for when they are loaded.
  bool IsAsked() const { return database.has_value() || !sql.empty(); }
  // Whether a key was not written by the project, but taken from the format that it names.
  bool IsOfFormat(const SourceSpan& key) const { return format != "auto" && key == format_span; }
};

}  // namespace northstar
