// Files as relations over DuckDB's readers, and rows as files. A relation is text to stand behind
// `from`; the names of files are paths that need no quoting (engine/duckdb/opened_file.h) unless a
// function says otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// How a file is packed.
enum class Packing { kNone, kGzip, kZstd };
// What becomes of rows that cannot be split into columns.
enum class UnsplitRows {
  kNote,  // they go to reject_errors
  kSkip,
  kFail,
};
struct DelimitedFile {
  std::string path;
  Packing packing = Packing::kNone;
  // As the relation calls them.
  std::vector<std::string> columns;
  char delimiter = ',';
  // The first row is none.
  bool header = false;
  UnsplitRows unsplit = UnsplitRows::kNote;
  // Bytes.
  int64_t longest_line = 0;
  // Also where lines end in different ways.
  bool unquoted = false;  // quotes are signs like any other
  bool lenient = false;
};
std::string DelimitedRelation(const DelimitedFile& file);
// One column `json`, null for what is none.
std::string JsonArrayRelation(const std::string& path, Packing packing);
std::string JsonLinesRelation(const std::string& path, Packing packing);
// One text after the other, of at most `longest` bytes each.
std::string JsonTextsRelation(const std::string& path, Packing packing, int64_t longest);
// A relation of JSON whose rows lie in a list at a path of names into each row of another. With
// `if_there`, a row without the list stands for itself.
std::string JsonRowsIn(const std::string& relation, const std::vector<std::string>& path,
                       bool if_there);
// As JsonRowsIn, with the row that holds the list in a column `parent`.
std::string JsonElementsIn(const std::string& relation, const std::vector<std::string>& path);
// (rows without a list at the path, rows).
Text CountWithoutList(const std::string& relation, const std::vector<std::string>& path);
// (1) where there is a row.
Text FindRow(const std::string& relation);
// (1) where a row has a value in one of the columns.
Text FindAnyValue(const std::string& relation, const std::vector<std::string>& columns);
std::string ParquetRelation(const std::string& path);

// (line), the first `most` of a file of text.
Text FirstLines(const std::string& path, Packing packing, int most);
// (column, type, …).
Text ParquetColumns(const std::string& path);
// One row: how many of the first `most` rows there are, and how many have a value in each column.
Text CountValues(const std::string& relation, const std::vector<std::string>& columns, int most);
// The JSON of the first records, with that of the records that hold them where `parents`.
Text FirstRecords(const std::string& relation, bool parents, int most);
// One number.
Text CountRowsIn(const std::string& relation);
// The columns as text.
Text ColumnsAsText(const std::string& relation, const std::vector<std::string>& columns);

// Parts of expressions over a relation.
//
std::string AsText(const std::string& column);
// The column `json` of JSON files.
inline constexpr const char* kJsonColumn = "json";
// What JsonElementsIn adds.
inline constexpr const char* kJsonParent = "parent";
// The JSON that a column of text holds, else null.
std::string ValidJson(const std::string& column);
// The text at a path of names into JSON, null where there is none; a number in its shortest form.
std::string JsonTextAt(const std::string& json, const std::vector<std::string>& path);
// The number there, null for texts that hold one.
std::string JsonNumberAt(const std::string& json, const std::vector<std::string>& path);
std::string JsonNumberOfEither(const std::vector<std::string>& path);
// As JsonTextAt of the row, or else of its parent.
std::string JsonTextOfEither(const std::vector<std::string>& path);
// The text, null where it is one of `values`, blanks around it aside.
std::string WithoutNullValues(const std::string& text, const std::vector<std::string>& values);
// Structures as JSON text; floats of four bytes as the numbers that were written.
std::string StructureAsText(const std::string& column);
std::string FloatAsWritten(const std::string& column);
// A hash of all cells of a row.
std::string HashOfCells(const std::vector<std::string>& columns);
std::string HashOfJson();

// A table to be written as Parquet: columns of a name and a type.
enum class ParquetType { kText, kDouble, kTimestamp };
Text CreateParquetRows(const std::vector<std::pair<std::string, ParquetType>>& columns);
inline constexpr const char* kParquetRows = "rows";
// `path` may be any.
Text WriteParquetRows(const std::string& order_by, const std::string& path);

}  // namespace northstar::sql::duckdb
