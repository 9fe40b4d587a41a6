#include "analysis/query/behind.h"

#include <fmt/format.h>

#include "analysis/query/never_seen.h"
#include "base/text.h"
#include "model/project.h"
#include "plan/timeline_plan.h"

namespace northstar {
namespace {

Result<const Metric*> OnlyMetric(const BoundQuestion& bound, const char* option) {
  if (bound.metrics.size() == 1) return bound.metrics[0];
  return Error::Usage(fmt::format("{} takes one metric", option));
}

// Gathers one accumulator on its own.
Result<GatheredTable> GatherOne(Engine& engine, const Project& project, const DataFacts& facts,
                                const BoundQuestion& bound, Accumulator a) {
  GatherPlanner planner(project, facts);
  a.grid = planner.AddGrid(bound.grid, bound.hide_after_us);
  planner.AddRaw(std::move(a));
  const GatherPlan plan = std::move(planner).Finish(project.warehouse.memory_limit);
  NS_ASSIGN(Gathered gathered, engine.Gather(project, plan, facts));
  return std::move(gathered.tables[static_cast<size_t>(plan.answers[0])]);
}

}  // namespace

Result<EntityList> ListEntities(Engine& engine, const ProjectRef& project, const Question& question,
                                Day day, const DataFacts& facts, int64_t now_us) {
  Question asked = question;
  asked.from = day;
  asked.to = day;
  asked.by.clear();
  NS_ASSIGN(const BoundQuestion bound, BindQuestion(project, asked, facts, now_us));
  NS_ASSIGN(const Metric* metric, OnlyMetric(bound, "--entities"));
  const bool counts =
      metric->Is<kind::Active>() ||
      (NeedsTimelines(*metric) && !metric->Is<kind::Count, kind::Sum, kind::Average>());
  if (!counts) {
    return Error::Usage(fmt::format("'{}' is of type '{}', which counts no entities", metric->name,
                                    metric->type_name),
                        Project::PartsOf(*metric).empty()
                            ? "ask for the entities of an active, first_time, lifecycle, "
                              "conversion, retention or state "
                              "metric"
                            : "ask for one of its parts: " + Join(Project::PartsOf(*metric), ", "));
  }
  NS_RETURN_IF_ERROR(CheckMeasured(engine, *project, facts, *metric, bound.where));
  EntityList list;
  list.project = project;
  list.metric = metric;
  list.grain = bound.grid.grain();
  const int period = bound.first_shown;
  list.period = bound.grid.Label(period);
  list.complete = bound.completeness.at(metric->name).Complete(bound.grid, period);
  Accumulator a = TimelineAccumulator(*metric, *project, 0, bound.grid, {}, bound.where, false);
  a.shape = Accumulator::Shape::kEntities;
  a.listed = period;
  list.entity = a.entity;
  NS_ASSIGN(GatheredTable table, GatherOne(engine, *project, facts, bound, std::move(a)));
  list.keys = std::move(table.entities);
  return list;
}

Result<Distribution> DistributionOf(Engine& engine, const ProjectRef& project,
                                    const Question& question, const DataFacts& facts,
                                    int64_t now_us) {
  NS_ASSIGN(const BoundQuestion bound, BindQuestion(project, question, facts, now_us));
  NS_ASSIGN(const Metric* metric, OnlyMetric(bound, "--distribution"));
  const auto* frequency = metric->As<kind::Frequency>();
  if (frequency == nullptr) {
    return Error::Usage(
        fmt::format("'{}' is of type '{}'; --distribution shows metrics of type "
                    "frequency",
                    metric->name, metric->type_name));
  }
  NS_RETURN_IF_ERROR(CheckMeasured(engine, *project, facts, *metric, bound.where));
  int64_t longest = 1;
  for (int p = 0; p < bound.grid.size(); ++p)
    longest = std::max<int64_t>(longest, bound.grid.end_day(p) - bound.grid.start_day(p));
  Accumulator a =
      TimelineAccumulator(*metric, *project, 0, bound.grid, bound.by, bound.where, false);
  a.shape = Accumulator::Shape::kDistribution;
  a.columns = static_cast<int>(longest) + 1;
  const int columns = a.columns;
  NS_ASSIGN(const GatheredTable table, GatherOne(engine, *project, facts, bound, std::move(a)));
  Distribution out;
  out.project = project;
  out.metric = metric;
  out.by = bound.by;
  const Completeness& completeness = bound.completeness.at(metric->name);
  for (size_t g = 0; g < table.groups.size(); ++g) {
    for (int p = bound.first_shown; p < bound.grid.size(); ++p) {
      DistributionRow row{
          bound.grid.Label(p), table.groups[g], completeness.Complete(bound.grid, p), {}};
      const bool weeks = frequency->of == "week";
      const int64_t days = bound.grid.end_day(p) - bound.grid.start_day(p);
      const int64_t most = weeks ? (days + 12) / 7 : days;
      for (int64_t times = 1; times <= std::min<int64_t>(most, columns - 1); ++times)
        row.entities.push_back(table.At(g, p * columns + static_cast<int>(times)).n);
      out.rows.push_back(std::move(row));
    }
  }
  return out;
}

}  // namespace northstar
