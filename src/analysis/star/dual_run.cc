#include "analysis/star/dual_run.h"

#include <algorithm>

#include "analysis/query/name_of.h"
#include "analysis/query/query.h"
#include "base/text.h"
#include "model/metric_look.h"
#include "model/old_definitions.h"
#include "model/project.h"
#include "stats/describe.h"
#include "words/dual_run.h"

namespace northstar {
namespace {

using Code = DualRunStatement::Code;

// Where a side's values come from: the name of a metric, or why there is none.
struct Resolved {
  std::string name, problem;
};

// The names of both sides of all requests in a project that holds every old definition.
class Resolver {
 public:
  explicit Resolver(const DualRunSource& source) : source_(source) {}

  void Add(const DualRunSide& side) {
    if (!IsCurrent(side)) states_.push_back(side.state.value_or(DefinitionState{}));
  }
  void Run() { revived_ = Revive(source_.loaded, states_, source_.environment); }
  // In the order in which sides were added.
  Resolved Next(const DualRunSide& side) {
    if (IsCurrent(side)) return {side.metric, ""};
    const RevivedDefinition& one = revived_.definitions[next_++];
    return {one.name, one.problem};
  }
  const ProjectRef& project() const { return revived_.project; }

 private:
  bool IsCurrent(const DualRunSide& side) const {
    const Metric* metric = source_.loaded.project->FindMetric(side.metric);
    if (metric == nullptr) return false;
    return !side.state || side.state->definition == DefinitionText(*metric);
  }

  const DualRunSource& source_;
  std::vector<DefinitionState> states_;
  RevivedProject revived_;
  size_t next_ = 0;
};

Result<QueryResult> Ask(const DualRunSource& source, const ProjectRef& project,
                        const std::string& before, const std::string& after) {
  Question question;
  question.metrics = {before};
  if (after != before) question.metrics.push_back(after);
  const Grain one = NaturalGrain(*project, *project->FindMetric(before), source.facts);
  const Grain two = NaturalGrain(*project, *project->FindMetric(after), source.facts);
  question.grain = std::max(one, two);
  question.as_of_us = source.as_of_us;
  return RunQuery(source.engine, project, question, source.facts, source.now_us, {});
}

// Empty where the metric has no values at all.
std::vector<Point> PointsOf(const QueryResult& result, const std::string& metric) {
  for (const MetricSeries& series : result.series) {
    if (series.metric->name == metric) return series.points;
  }
  return {};
}

std::vector<DualRunPeriod> PeriodsOf(const QueryResult& result, const std::string& old_name,
                                     const std::string& new_name, bool both_needed) {
  const std::vector<Point> before = PointsOf(result, old_name);
  const std::vector<Point> after = PointsOf(result, new_name);
  std::vector<DualRunPeriod> periods;
  for (size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
    const bool complete = before[i].complete && after[i].complete;
    const bool has = before[i].value && after[i].value;
    const bool any = before[i].value || after[i].value;
    if (complete && (has || (any && !both_needed)))
      periods.push_back({result.periods[i], before[i].value, after[i].value});
  }
  if (periods.size() > kDualRunPeriods)
    periods.erase(periods.begin(), periods.end() - static_cast<std::ptrdiff_t>(kDualRunPeriods));
  return periods;
}

// Of new over old; none where one of the old is not above 0, or nothing has both.
std::optional<double> MedianRatio(const std::vector<DualRunPeriod>& periods) {
  std::vector<double> ratios;
  for (const DualRunPeriod& one : periods) {
    if (!one.before || !one.after) continue;
    if (*one.before <= 0) return std::nullopt;
    ratios.push_back(*one.after / *one.before);
  }
  if (ratios.empty()) return std::nullopt;
  return stats::Median(std::move(ratios));
}

DualRunStatement StatementOn(const DualRun& run, const std::string& problem) {
  const bool replaced = run.metric.metric != run.to_metric.metric;
  DualRunStatement s{Code::kNotComputed, run.metric};
  if (replaced) s.other = run.to_metric;
  s.from_version = run.from_version;
  s.to_version = run.to_version;
  s.grain = run.grain;
  s.problem = problem;
  if (!run.periods) return s;
  for (const DualRunPeriod& one : *run.periods) {
    s.periods += one.before && one.after;
    s.differ += one.before && one.after && *one.before != *one.after;
  }
  s.ratio = MedianRatio(*run.periods);
  s.code = s.periods == 0  ? Code::kNoOverlap
           : replaced      ? Code::kReplaced
           : s.differ == 0 ? Code::kSameValues
                           : Code::kOtherValues;
  return s;
}

DualRun RunOne(const DualRunSource& source, const DualRunRequest& request, Resolver& resolver) {
  const Project& project = *source.loaded.project;
  DualRun run;
  run.metric = NameOf(project, request.before.metric);
  run.to_metric = NameOf(project, request.after.metric);
  run.from_version = request.before.version;
  run.to_version = request.after.version;
  const Resolved before = resolver.Next(request.before);
  const Resolved after = resolver.Next(request.after);
  std::string problem = before.name.empty() ? before.problem : after.problem;
  if (!before.name.empty() && !after.name.empty()) {
    const ProjectRef& whole = resolver.project();
    run.look = LookOf(*whole->FindMetric(before.name));
    run.to_look = LookOf(*whole->FindMetric(after.name));
    const auto result = Ask(source, whole, before.name, after.name);
    if (!result.ok()) {
      problem = Printable(result.error().message);
    } else {
      run.grain = result->grain;
      run.periods =
          PeriodsOf(*result, before.name, after.name, run.metric.metric != run.to_metric.metric);
    }
  }
  run.said = Words(StatementOn(run, problem));
  return run;
}

}  // namespace

std::vector<DualRun> FindDualRuns(const DualRunSource& source,
                                  const std::vector<DualRunRequest>& requests) {
  Resolver resolver(source);
  for (const DualRunRequest& request : requests) {
    resolver.Add(request.before);
    resolver.Add(request.after);
  }
  resolver.Run();
  std::vector<DualRun> runs;
  for (const DualRunRequest& request : requests) runs.push_back(RunOne(source, request, resolver));
  return runs;
}

}  // namespace northstar
