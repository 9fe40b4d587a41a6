#include "analysis/align/kpi_strength.h"

#include <algorithm>
#include <set>

#include "analysis/evaluate/exact_parts.h"
#include "analysis/lead/lead.h"
#include "analysis/query/name_of.h"

namespace northstar {
namespace {

using Step = std::pair<const Metric*, const Metric*>;

}  // namespace

Result<KpiStrengths> MeasureKpis(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                 int64_t now_us, std::optional<int64_t> as_of_us,
                                 const std::vector<Step>& steps) {
  KpiStrengths strengths;
  if (steps.empty()) return strengths;
  SharedGather gather(&engine, project, facts);
  LeadSeries paced(gather, project, facts, now_us, as_of_us);
  std::set<const Metric*> asked;
  std::map<const Metric*, std::vector<const Metric*>> below;
  for (const Step& step : steps) {
    const auto& [kpi, above] = step;
    if (strengths.contains(step)) continue;
    KpiStrength& strength = strengths[step];
    strength.kind = ExactParts(*project, *above).KindOf(*kpi);
    if (strength.kind != InputKind::kApart) continue;
    // Why a metric has no values is said where it is shown.
    if (!paced.Request(*kpi).ok() || !paced.Request(*above).ok()) continue;
    asked.insert({kpi, above});
    below[above].push_back(kpi);
  }
  if (asked.empty()) return strengths;
  NS_RETURN_IF_ERROR(gather.Run({}));
  for (const auto& [above, kpis] : below) {
    const bool weekly = NaturalGrain(*project, *above, facts) <= Grain::kWeek;
    const Grain pace = weekly ? Grain::kWeek : Grain::kMonth;
    std::vector<InputSeries> inputs;
    for (const Metric* kpi : kpis) inputs.push_back({kpi, {}, paced.Values(*kpi, pace)});
    const MeasuredInputs measured = MeasureInputs(paced.Values(*above, pace), inputs, weekly);
    if (measured.drivers.finding != stats::DriverFinding::kEstimated) continue;
    for (size_t i = 0; i < measured.inputs.size(); ++i)
      strengths[{measured.inputs[i]->metric, above}].driver = measured.drivers.drivers[i];
  }
  return strengths;
}

}  // namespace northstar
