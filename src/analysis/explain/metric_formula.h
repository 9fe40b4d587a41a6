// The arithmetic of a metric as a formula over others: what a ratio, a derived metric or the star's
// declared decomposition is made of, down to metrics that are made of events. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/bound_expr.h"
#include "model/metric.h"
#include "model/project_ref.h"
#include "stats/path_contributions.h"

namespace northstar {

struct FormulaLeaf {
  const Metric* metric = nullptr;
  int lag = 0;                    // periods before the one in question: prev(…) is 1
  std::optional<double> if_null;  // coalesce(metric, number)
};

// A metric that the formula mentions, with the leaves that stand below it.
struct FormulaPart {
  const Metric* metric = nullptr;
  int lag = 0;
  int depth = 0;  // 0: mentioned by the formula itself; 1: by a metric that it mentions
  std::vector<int> leaves;
  int node = -1;  // of the formula, whose value is the metric's
};

struct MetricFormula {
  stats::Formula formula;
  std::vector<FormulaLeaf> leaves;
  std::vector<FormulaPart> parts;  // each before the parts below it
};

// Of a ratio or a derived metric. Nullopt for other types, and where the formula has conditions or
// operators that are no arithmetic. Metrics that cannot be taken apart are leaves.
std::optional<MetricFormula> FormulaOf(const Project& project, const Metric& metric);
// Of the star's `decomposition: expr`.
std::optional<MetricFormula> FormulaOf(const Project& project, const BoundExpr& decomposition);

}  // namespace northstar
