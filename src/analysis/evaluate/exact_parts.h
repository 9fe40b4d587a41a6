// What stands in a metric by definition: the parts of its formula (a declared decomposition, a
// ratio, a derived metric), and the lifecycle parts of an active metric. How strongly they "drive"
// it is no question of statistics: what they contributed is. And what merely measures the same
// thing on fewer rows or over another period, which no statistics can tell from a driver, because
// last week's part of a number that wanders always seems to lead the number.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "analysis/evaluate/input_drivers.h"
#include "analysis/explain/metric_formula.h"

namespace northstar {

// The star's declared decomposition, or what the metric itself is made of. None: no arithmetic.
std::optional<MetricFormula> FormulaFor(const Project& project, const Metric& metric);

class ExactParts {
 public:
  ExactParts(const Project& project, const Metric& metric);

  InputKind KindOf(const Metric& input) const;
  // The metrics whose values Contribution needs.
  std::vector<const Metric*> Needed() const;
  // By how much the part moved the metric from one period to the next: the mean of its
  // contributions' sizes over the latest half year, relative to the mean of the metric. Nullopt
  // where values are missing. REQUIRES: KindOf(part) is kByFormula.
  std::optional<double> Contribution(const Metric& part,
                                     const std::function<PacedSeries(const Metric&)>& values) const;

 private:
  std::optional<double> ChangeOf(const Metric& part, Day before, Day after, Day earlier,
                                 const std::vector<PacedSeries>& leaves) const;

  const Project& project_;
  const Metric& metric_;
  std::optional<MetricFormula> formula_;
};

// Of an active metric's lifecycle part: what it adds to the change since the period before.
// `before`: the active metric then.
double LifecycleContribution(const Metric& part, double value, double before);

}  // namespace northstar
