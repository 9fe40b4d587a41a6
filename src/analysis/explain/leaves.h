// `explain --csv`: the segment search on a bare table of leaves, without a project. Every column
// that is not named is a dimension; the file is one moment, expected beside actual. A dimension
// with one value all over says nothing and is left out. The statistics are
// stats/segments/segment_search.h, not guarded: causes are named however small.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/csv_columns.h"

namespace northstar {

struct LeafColumns {
  // Names of columns.
  std::string actual, expected;
  // Both or none: with them the metric is a ratio, and the others are its numerators.
  std::string denominator_actual, denominator_expected;
};

struct LeafCause {
  // Dimension and value; all hold.
  std::vector<std::pair<std::string, std::string>> where;
  // 0-1: how much of what is odd in its leaves the cause takes away.
  double score = 0;
  // Share of the whole deviation; may lie beyond 0 to 1 where causes work against each other.
  double explains = 0;
};

struct LeafExplanation {
  // Of the whole: sums, or the ratio.
  double actual = 0, expected = 0;
  // Accepted, most important first; runners-up.
  std::vector<LeafCause> causes, also;
  // Rows of the file.
  size_t leaves = 0;
  // That were searched, in the order of the file.
  std::vector<std::string> dimensions;
};

// kUsage: a column that is not there, one denominator without the other; kData: a cell that is no
// number, no dimension at all, two rows for one leaf (with the row's number).
Result<LeafExplanation> ExplainLeaves(const FileColumns& file, const LeafColumns& names);

}  // namespace northstar
