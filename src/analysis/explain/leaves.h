// `explain --csv`: the segment search on a bare table of leaves, without a project. Every column
// that is not named is a dimension; the file is one moment.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/csv_columns.h"

namespace northstar {

struct LeafColumns {
  std::string actual, expected;                          // names of columns
  std::string denominator_actual, denominator_expected;  // both or none: the metric is a ratio
};

struct LeafCause {
  std::vector<std::pair<std::string, std::string>> where;  // dimension, value; all hold
  double score = 0;                                        // 0-1
  double explains = 0;                                     // share of the whole deviation
};

struct LeafExplanation {
  double actual = 0, expected = 0;      // of the whole
  std::vector<LeafCause> causes, also;  // accepted, most important first; runners-up
  size_t leaves = 0;
  std::vector<std::string> dimensions;
};

// kUsage: a column that is not there; kData: a cell that is no number, no dimension at all.
Result<LeafExplanation> ExplainLeaves(const FileColumns& file, const LeafColumns& names);

}  // namespace northstar
