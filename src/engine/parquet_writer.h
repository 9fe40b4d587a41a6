// Writes a table of typed columns to a parquet file, row by row as they come and sorted in the end.
// Rows are kept in a temporary database until then. It leaves out nested types and appending: a
// file is written once, as a whole. For one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace northstar {

class ParquetWriter {
 public:
  enum class Type { kText, kNumber, kTimestamp };
  // REQUIRES: names that differ from each other.
  struct Column {
    std::string name;
    Type type;
  };
  // Rows are kept in a temporary database until Write. A data error where that cannot be made.
  static Result<std::unique_ptr<ParquetWriter>> Open(const std::vector<Column>& columns);
  virtual ~ParquetWriter() = default;

  // One value per column in order, of its type or null, then EndRow. What goes wrong is told by
  // Write. REQUIRES: text in UTF-8.
  virtual void Text(std::string_view value) = 0;
  virtual void Number(double value) = 0;
  virtual void Timestamp(int64_t utc_us) = 0;
  virtual void Null() = 0;
  virtual void EndRow() = 0;
  // Once, at the end: all rows, sorted by the named column. The file is complete or absent; one
  // that was there is replaced. A data error where rows were lost or the file cannot be written.
  virtual Status Write(const std::string& path, const std::string& order_by) = 0;
};

}  // namespace northstar
