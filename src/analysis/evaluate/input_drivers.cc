#include "analysis/evaluate/input_drivers.h"

#include <algorithm>

#include "model/definition.h"
#include "model/income.h"
#include "model/project.h"

namespace northstar {
namespace {

constexpr size_t kMostInputs = 8;

}  // namespace

MeasuredInputs MeasureInputs(const PacedSeries& star, const std::vector<InputSeries>& inputs,
                             bool weekly) {
  MeasuredInputs m;
  PacedSeries common = star;
  for (const InputSeries& input : inputs) {
    if (input.kind != InputKind::kApart) continue;
    PacedSeries kept;
    for (const auto& [day, value] : common) {
      if (input.values.contains(day)) kept.emplace(day, value);
    }
    // An input with a short history must not cost the others theirs.
    if (m.inputs.size() == kMostInputs || kept.size() * 4 < common.size() * 3) continue;
    common = std::move(kept);
    m.inputs.push_back(&input);
  }
  if (m.inputs.empty()) return m;
  stats::DriverInput data;
  data.weekly = weekly;
  for (const auto& [day, value] : common) data.star.push_back(value);
  for (const InputSeries* input : m.inputs) {
    auto& column = data.inputs.emplace_back();
    for (const auto& [day, value] : common) column.push_back(input->values.at(day));
  }
  m.drivers = stats::MeasureDrivers(data);
  return m;
}

std::vector<OwnedMetric> OwnedBeside(const Project& project,
                                     const std::vector<const Metric*>& candidates,
                                     const Metric* outcome) {
  std::vector<OwnedMetric> owned;
  for (const Metric& metric : project.metrics) {
    const bool candidate =
        std::find(candidates.begin(), candidates.end(), &metric) != candidates.end();
    if (candidate || &metric == outcome || metric.owners.empty() ||
        IsOwnIncome(project, metric, outcome) || !metric.available || metric.status == "retired" ||
        IsCumulative(project, metric))
      continue;
    owned.push_back({&metric, metric.owners});
  }
  return owned;
}

}  // namespace northstar
