// A gathered cell → the value of its metric. n and v of a cell mean what the type's figure says:
// rows, entities or sessions, and a sum over them.
#pragma once

#include <optional>

#include "engine/gathered.h"
#include "model/metric.h"
#include "model/project_ref.h"

namespace northstar {

// Counts and sums of nothing are 0; means, rates and durations of nothing are null.
std::optional<double> CellValue(const Metric& leaf, const Cell& cell);
// Its cells hold a percentile, which is no sum over buckets.
bool GivesPercentile(const Metric& leaf);
// Its value follows from totals per bucket of entities, through all its leaves: only then do
// subsets of buckets have values of their own. Percentiles and given numbers have none, and every
// subset looks like the whole.
bool FollowsFromBuckets(const Project& project, const Metric& metric);
// Its value is one count over another: `parts` of a cell are (above, below) the line.
struct CellParts {
  double numerator = 0;
  double denominator = 0;
};
std::optional<CellParts> PartsOfCell(const Metric& leaf, const Cell& cell);

}  // namespace northstar
