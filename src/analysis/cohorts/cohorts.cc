#include "analysis/cohorts/cohorts.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/query/never_seen.h"
#include "base/text.h"
#include "model/project.h"
#include "plan/timeline_plan.h"

namespace northstar {
namespace {

Result<const Metric*> FindCohortMetric(const Project& project, const std::string& name) {
  const Metric* metric = project.FindMetric(name);
  if (metric == nullptr) {
    return Error::Usage(fmt::format("there is no metric '{}'", name),
                        DidYouMean(name, project.MetricNames()));
  }
  const auto has_cohorts = [](const Metric& one) {
    return (one.Is<kind::Active>() && !WindowOf(one)) || one.Is<kind::Retention>();
  };
  if (has_cohorts(*metric)) return metric;
  std::vector<std::string> known;
  for (const Metric& one : project.metrics) {
    if (has_cohorts(one)) known.push_back(one.name);
  }
  return Error::Usage(
      fmt::format("'{}' has no cohorts: it is of type '{}'", name, metric->type_name),
      known.empty() ? "define a metric of type active or retention"
                    : "active and retention metrics have: " + Join(known, ", "));
}

}  // namespace

Result<CohortResult> RunCohorts(Engine& engine, const ProjectRef& project,
                                const CohortQuestion& question, const DataFacts& facts,
                                int64_t now_us) {
  NS_ASSIGN(const Metric* metric, FindCohortMetric(*project, question.metric));
  Question asked;
  asked.metrics = {metric->name};
  asked.grain = question.grain;
  asked.where = question.where;
  asked.as_of_us = question.as_of_us;
  NS_ASSIGN(const BoundQuestion bound, BindQuestion(project, asked, facts, now_us));
  NS_RETURN_IF_ERROR(CheckMeasured(engine, *project, facts, *metric, bound.where));
  const int periods = bound.grid.size();

  GatherPlanner planner(*project, facts);
  Metric cohort = *metric;
  if (auto* retention = std::get_if<kind::Retention>(&cohort.kind)) {
    retention->cohort = question.active ? "active" : "new";
    retention->rolling = false;
  }
  const int grid = planner.AddGrid(bound.grid, bound.hide_after_us);
  Accumulator a = TimelineAccumulator(cohort, *project, grid, bound.grid, {}, bound.where, false);
  a.shape = Accumulator::Shape::kTriangle;
  a.new_cohorts = !question.active;
  a.columns = std::min(periods, question.periods.value_or(periods - 1) + 1);
  a.to_us = bound.grid.end_us();
  const int columns = a.columns;
  planner.AddRaw(std::move(a));
  const GatherPlan plan = std::move(planner).Finish(project->warehouse.memory_limit);
  NS_ASSIGN(const Gathered gathered, engine.Gather(*project, plan, facts));
  const GatheredTable& table = gathered.tables[static_cast<size_t>(plan.answers[0])];

  CohortResult result;
  result.project = project;
  result.metric = metric;
  result.grain = bound.grid.grain();
  result.active = question.active;
  const Completeness& completeness = bound.completeness.at(metric->name);
  result.as_of_us = completeness.as_of_us;
  for (int age = 0; age < columns; ++age) result.curve.push_back({age, 0, 0, 0});
  for (int p = 0; p < periods; ++p) {
    CohortRow row{bound.grid.Label(p), table.At(0, p * columns).n, false, {}};
    const auto over = [&](int period) {
      return bound.grid.bounds()[static_cast<size_t>(period) + 1] <= completeness.as_of_us;
    };
    row.complete = over(p) && bound.grid.bounds()[static_cast<size_t>(p)] >= completeness.since_us;
    for (int age = 0; age < columns && p + age < periods; ++age) {
      const int64_t n = table.At(0, p * columns + age).n;
      const bool known = over(p + age);
      row.returned.push_back(known ? std::optional(n) : std::nullopt);
      if (!known || !row.complete) continue;
      CurvePoint& point = result.curve[static_cast<size_t>(age)];
      ++point.cohorts;
      point.size += row.size;
      point.returned += n;
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

}  // namespace northstar
