#include "analysis/query/cell_value.h"

#include <cmath>

#include "model/metric_traits.h"
#include "model/project.h"

namespace northstar {

bool GivesPercentile(const Metric& leaf) {
  return TraitsOf(leaf).percentile.has_value();
}

bool FollowsFromBuckets(const Project& project, const Metric& metric) {
  for (const Metric* leaf : project.LeavesOf(metric)) {
    if (leaf->Is<kind::Series>() || GivesPercentile(*leaf)) return false;
  }
  return true;
}

std::optional<CellParts> PartsOfCell(const Metric& leaf, const Cell& cell) {
  const auto n = static_cast<double>(cell.n);
  switch (*TraitsOf(leaf).cell) {
    case CellMeaning::kMean:
      return CellParts{cell.v, n};
    case CellMeaning::kInverseMean:
      return CellParts{n, cell.v};
    case CellMeaning::kNumber:
    case CellMeaning::kSum:
    case CellMeaning::kPercentile:
      break;
  }
  return std::nullopt;
}

std::optional<double> CellValue(const Metric& leaf, const Cell& cell) {
  if (cell.n != 0 && !std::isfinite(cell.v)) return std::nullopt;  // beyond the largest double
  switch (*TraitsOf(leaf).cell) {
    case CellMeaning::kNumber:
      break;
    case CellMeaning::kSum:
      return cell.n == 0 ? 0 : cell.v;
    case CellMeaning::kPercentile:
      return cell.n == 0 ? std::nullopt : std::optional(cell.v);
    case CellMeaning::kMean:
    case CellMeaning::kInverseMean: {
      const CellParts parts = *PartsOfCell(leaf, cell);
      if (parts.denominator == 0) return std::nullopt;
      return parts.numerator / parts.denominator;
    }
  }
  return static_cast<double>(cell.n);
}

}  // namespace northstar
