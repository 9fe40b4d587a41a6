// Columns of a file on its own, without a project: what commands with --csv read.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace northstar {

// columns[i] holds the texts of the column names[i], in file order; csv, tsv, json lines or
// parquet.
Result<std::vector<std::vector<std::string>>> ReadColumns(const std::string& path,
                                                          const std::vector<std::string>& names);

// Every column of a file.
struct FileColumns {
  std::string path;
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> columns;  // by name; texts in file order, "" for null
};
Result<FileColumns> ReadAllColumns(const std::string& path);

}  // namespace northstar
