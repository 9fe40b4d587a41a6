// Columns of a file on its own, without a project: what commands with --csv read. All texts are
// kept in memory. It refuses files whose rows it cannot all read, rather than leave some out in
// silence, and files without rows or without names of columns.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace northstar {

// columns[i] holds the texts of the column names[i], in file order, "" for null; all of equal
// length, at least one row. csv, tsv, json lines or parquet, compressed or not; the separator is
// found. kData where the file cannot be read, is empty, or has rows that are broken (the first is
// named); kUsage, with a suggestion, where it has no such column.
Result<std::vector<std::vector<std::string>>> ReadColumns(const std::string& path,
                                                          const std::vector<std::string>& names);

// Every column of a file.
struct FileColumns {
  // As it was given.
  std::string path;
  std::vector<std::string> names;
  // By name; texts in file order, "" for null.
  std::vector<std::vector<std::string>> columns;
};
// As above; JSON, which names no columns of its own, is refused.
Result<FileColumns> ReadAllColumns(const std::string& path);

}  // namespace northstar
