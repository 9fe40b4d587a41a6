// A few columns of a file on its own, without a project: what `lead --csv` reads.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace northstar {

// columns[i] holds the texts of the column names[i], in file order; csv, tsv, json lines or
// parquet.
Result<std::vector<std::vector<std::string>>> ReadColumns(const std::string& path,
                                                          const std::vector<std::string>& names);

}  // namespace northstar
