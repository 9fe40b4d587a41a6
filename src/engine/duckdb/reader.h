// One file → a SQL relation over DuckDB's readers whose columns are bound to a source's
// expressions. Finds header, separator and column types; refuses files that lack a column.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "engine/duckdb/opened_file.h"
#include "model/bound_expr.h"
#include "model/table_files.h"
#include "sql/duckdb/file_sql.h"

namespace northstar::duck {

enum class FileLayout { kDelimited, kJson, kParquet };
FileLayout LayoutOf(const TableFiles& source, const std::string& path);

struct FileColumn {
  std::string name;  // as the file calls it
  std::string sql;   // how the relation calls it; safe to print
  ValueType type = ValueType::kText;
  bool zoned = false;             // kTime: already an instant
  bool whole = false;             // kNumber: an integer type, printed without a fraction
  bool is_date = false;           // kTime: whole days
  std::string unusable = "";      // the type of a column that holds no single value: "INTEGER[]"
  std::string structure = "";     // "STRUCT(plan VARCHAR)": the fields that a path may name
  std::string json_column = "";   // of a path: the column whose every cell must be JSON
  std::string typed_number = "";  // of JSON: the number, as SQL, null where it is a text
};

// Bytes of the longest row of text that can be read.
inline constexpr int64_t kLongestLine = 2'097'152;

// How DuckDB reads the rows of a file.
struct ReadOptions {
  bool header = true;    // the file begins with names, if its source says that files do
  bool lenient = false;  // also where lines end in different ways
  statement::UnsplitRows unsplit = statement::UnsplitRows::kNote;
};

class FileReader {
 public:
  // Looks at the file's head. `empty()` is true for a file without any row or header. `name` is its
  // path, whose ending may tell the layout.
  static Result<FileReader> Open(Connection& connection, const TableFiles& source,
                                 const OpenedFile& file, const std::string& name);

  // Of events that arrive: rows are those of ArrivalRows, and every path is one of its columns.
  static FileReader OfArrivals();
  bool is_arrivals() const { return arrival_paths_ != nullptr; }
  // Paths that were found so far, in the order of their columns. REQUIRES: OfArrivals.
  const std::vector<std::vector<std::string>>& arrival_paths() const { return *arrival_paths_; }

  bool empty() const { return empty_; }
  FileLayout layout() const { return layout_; }
  // Whether the first row holds names.
  bool has_header() const { return has_header_; }
  // Its name in messages.
  const std::string& shown() const { return shown_; }
  // JSON lines that begin with a byte order mark, which the reader takes for part of an event.
  bool has_mark() const { return has_mark_; }
  // Whether its rows are elements of records that are read too.
  bool has_parents() const { return !each_path_.empty(); }
  // The column of this name; of JSON, in a column or a whole file, any path is a column.
  std::optional<FileColumn> Find(const std::string& name) const;
  // Fails where a file of JSON has no list at the paths of `rows` and `each`, and where it has none
  // of the fields of the known tool whose export it should be. Notes: what has no such list.
  Status CheckShape(Connection& connection, const TableFiles& source, const OpenedFile& file,
                    std::vector<std::string>& notes) const;
  std::vector<std::string> ColumnNames() const;
  // True when the name stands twice in the header, so that it is not clear what it means.
  bool Ambiguous(const std::string& name) const;
  // A hash of all cells of a row, whatever the order of the columns.
  std::string ContentSql() const;
  // Of JSON: true of what is no object; empty: nothing is such.
  std::string NoRowSql() const;
  // Names that are times or numbers: the first row is probably data.
  bool FirstRowLooksLikeData() const;
  // "read_csv('…', …)" over a file of the same layout: this one, or a part or copy of it.
  std::string Relation(const OpenedFile& file, const ReadOptions& options) const;

 private:
  Status OpenDelimited(Connection& connection, const TableFiles& source, const OpenedFile& file,
                       const std::string& name);
  Status OpenJson(const TableFiles& source, const OpenedFile& file);
  FileColumn JsonAt(const std::string& name) const;
  FileColumn ArrivalAt(const std::string& name) const;
  std::optional<FileColumn> FindAsWritten(const std::string& name) const;
  std::string JsonTexts(const OpenedFile& file) const;
  std::string JsonRecords(const OpenedFile& file) const;
  Status OpenParquet(Connection& connection, const OpenedFile& file);

  std::string shown_;
  FileLayout layout_ = FileLayout::kDelimited;
  bool empty_ = false;
  bool has_header_ = false;
  bool has_mark_ = false;
  char delimiter_ = ',';
  bool json_array_ = false;
  int64_t longest_json_ = 0;  // not lines: texts of at most so many bytes
  std::vector<std::string> rows_path_, each_path_;
  bool rows_if_there_ = false;
  std::vector<FileColumn> columns_;
  std::vector<std::string> null_values_;
  bool unquoted_ = false;
  std::shared_ptr<std::vector<std::vector<std::string>>> arrival_paths_;
};

// What a time, a number or an event is called where a column must be meant: "2024-03-01", "17".
bool LooksLikeData(const std::string& name);

}  // namespace northstar::duck
