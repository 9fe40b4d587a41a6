// How strongly KPIs move the metrics that they ladder up to: the drivers of stats/drivers.h, with
// that metric in the place of the star. What stands in it by definition, or counts the same, has no
// such strength. Internal to align/.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/evaluate/input_drivers.h"
#include "engine/engine.h"
#include "model/project.h"
#include "plan/data_facts.h"

namespace northstar {

struct KpiStrength {
  InputKind kind = InputKind::kApart;
  // Of a KPI that stands apart; none: the shared history is too short, or it has no values.
  std::optional<stats::Driver> driver;
};
// By KPI and the metric above it.
using KpiStrengths = std::map<std::pair<const Metric*, const Metric*>, KpiStrength>;

// All steps in one scan. A metric that cannot be asked for has no driver. kData as of `query`.
Result<KpiStrengths> MeasureKpis(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                 int64_t now_us, std::optional<int64_t> as_of_us,
                                 const std::vector<std::pair<const Metric*, const Metric*>>& steps);

}  // namespace northstar
