// One file → a SQL relation over DuckDB's readers whose columns are bound to a source's
// expressions. Finds header, separator and column types; refuses files that lack a column.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "model/bound_expr.h"
#include "model/project.h"

namespace northstar::duck {

enum class FileLayout { kDelimited, kJson, kParquet };
FileLayout LayoutOf(const Source& source, const std::string& path);

struct FileColumn {
  std::string name;  // as the file calls it
  std::string sql;   // how the relation calls it; safe to print
  ValueType type = ValueType::kText;
  bool zoned = false;         // kTime: already an instant
  bool whole = false;         // kNumber: an integer type, printed without a fraction
  std::string unusable = "";  // the type of a column that holds no single value: "INTEGER[]"
};

class FileReader {
 public:
  // Looks at the file's head. `empty()` is true for a file without any row or header.
  static Result<FileReader> Open(Connection& connection, const Source& source,
                                 const std::string& path);

  bool empty() const { return empty_; }
  FileLayout layout() const { return layout_; }
  const std::string& path() const { return path_; }
  // The column of this name; for JSON lines any path is a column.
  std::optional<FileColumn> Find(const std::string& name) const;
  std::vector<std::string> ColumnNames() const;
  // True when the name stands twice in the header, so that it is not clear what it means.
  bool Ambiguous(const std::string& name) const;
  // "read_csv('…', …)"; rows that the reader itself cannot split go to reject_errors.
  const std::string& relation() const { return relation_; }
  // The same for another file of the same layout (the tail of a grown one). `lenient`: also where
  // lines end in different ways, which the strict reader gives up on.
  std::string RelationFor(const std::string& path, bool header, bool lenient) const;

 private:
  Status OpenDelimited(Connection& connection, const Source& source);
  Status OpenJson(Connection& connection);
  Status OpenParquet(Connection& connection);

  std::string path_;
  FileLayout layout_ = FileLayout::kDelimited;
  bool empty_ = false;
  char delimiter_ = ',';
  bool json_array_ = false;
  std::vector<FileColumn> columns_;
  std::string relation_;
};

}  // namespace northstar::duck
