// Writes a table of typed columns to a parquet file.
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
  struct Column {
    std::string name;
    Type type;
  };
  // Rows are kept in a temporary database until Write.
  static Result<std::unique_ptr<ParquetWriter>> Open(const std::vector<Column>& columns);
  virtual ~ParquetWriter() = default;

  // One value per column in order, then EndRow.
  virtual void Text(std::string_view value) = 0;
  virtual void Number(double value) = 0;
  virtual void Timestamp(int64_t utc_us) = 0;
  virtual void Null() = 0;
  virtual void EndRow() = 0;
  // Sorted by the named column. The file is complete or absent.
  virtual Status Write(const std::string& path, const std::string& order_by) = 0;
};

}  // namespace northstar
