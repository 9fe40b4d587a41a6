#include "analysis/query/cell_value.h"

#include <cmath>

#include "plan/timeline_plan.h"

namespace northstar {

bool GivesPercentile(const Metric& leaf) {
  return PercentileOf(leaf).has_value();
}

bool FollowsFromBuckets(const Project& project, const Metric& metric) {
  for (const Metric* leaf : project.LeavesOf(metric)) {
    if (leaf->type == MetricType::kSeries || GivesPercentile(*leaf)) return false;
  }
  return true;
}

std::optional<CellParts> PartsOfCell(const Metric& leaf, const Cell& cell) {
  const auto n = static_cast<double>(cell.n);
  switch (TraitsOf(leaf).cell(leaf)) {
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
  if (GivesPercentile(leaf)) return cell.n == 0 ? std::nullopt : std::optional(cell.v);
  if (const auto parts = PartsOfCell(leaf, cell)) {
    if (parts->denominator == 0) return std::nullopt;
    return parts->numerator / parts->denominator;
  }
  switch (leaf.type) {
    case MetricType::kSum:
    case MetricType::kConversion:
      return cell.n == 0 ? 0 : cell.v;
    case MetricType::kState:
      return leaf.value ? (cell.n == 0 ? 0 : cell.v) : static_cast<double>(cell.n);
    case MetricType::kSessions:
      return leaf.statistic == "total_length" ? (cell.n == 0 ? 0 : cell.v)
                                              : static_cast<double>(cell.n);
    case MetricType::kCount:
    case MetricType::kAverage:
    case MetricType::kMin:
    case MetricType::kMax:
    case MetricType::kMedian:
    case MetricType::kPercentile:
    case MetricType::kActive:
    case MetricType::kFrequency:
    case MetricType::kLifecycle:
    case MetricType::kRatio:
    case MetricType::kDerived:
    case MetricType::kCumulative:
    case MetricType::kRetention:
    case MetricType::kDuration:
    case MetricType::kFeedback:
    case MetricType::kSeries:
      break;
  }
  return static_cast<double>(cell.n);
}

}  // namespace northstar
