#include "analysis/query.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {
namespace {

// How many periods before a period its comparison lies.
int CompareShift(Compare compare, Grain grain) {
  if (compare == Compare::kPrevious) return 1;
  switch (grain) {
    case Grain::kHour:
      return 24 * 364;
    case Grain::kDay:
      return 364;  // the same weekday
    case Grain::kWeek:
      return 52;
    case Grain::kMonth:
      return 12;
    case Grain::kQuarter:
      return 4;
    case Grain::kYear:
      return 1;
  }
  return 1;
}

// Cells shown before the range exist only to be compared with: cut them off again.
void AttachPrevious(QueryResult& result, int shift, int extra) {
  for (MetricSeries& series : result.series) {
    for (size_t p = static_cast<size_t>(extra); p < series.points.size(); ++p) {
      if (p < static_cast<size_t>(shift)) continue;
      const Point& before = series.points[p - static_cast<size_t>(shift)];
      // A period that is open, or that data only begin in, would always look like a change.
      if (series.points[p].complete && before.complete) series.points[p].previous = before.value;
    }
    series.points.erase(series.points.begin(), series.points.begin() + extra);
  }
}

bool CountsDistinct(const Project& project, const Metric& metric) {
  for (const Metric* leaf : project.LeavesOf(metric)) {
    if (leaf->type == MetricType::kActive) return true;
  }
  return false;
}

void AddNotes(QueryResult& result, const std::vector<const Metric*>& metrics) {
  if (result.by.empty()) return;
  std::vector<std::string> distinct;
  for (const Metric* metric : metrics) {
    if (CountsDistinct(*result.project, *metric)) distinct.push_back(metric->name);
  }
  if (distinct.empty()) return;
  result.notes.push_back(fmt::format(
      "{}: one {} can count under several values of {}, so the parts need not add up to the total",
      Join(distinct, ", "), distinct.size() == 1 ? "entity" : "entity of each",
      Join(result.by, ", ")));
}

}  // namespace

Result<GatherPlan> PlanQuery(const ProjectRef& project, const Question& question,
                             const DataFacts& facts, int64_t now_us,
                             const std::vector<std::string>& disabled_rules) {
  NS_ASSIGN(BoundQuestion bound, BindQuestion(project, question, facts, now_us));
  SharedGather gather(nullptr, project, facts);
  gather.Add(std::move(bound));
  return gather.Plan(disabled_rules);
}

Result<QueryResult> RunQuery(Engine& engine, const ProjectRef& project, const Question& question,
                             const DataFacts& facts, int64_t now_us, const QueryOptions& options) {
  Question asked = question;
  NS_ASSIGN(BoundQuestion plain, BindQuestion(project, asked, facts, now_us));
  const Grain grain = plain.grid.grain();
  const int shift = options.compare == Compare::kNone ? 0 : CompareShift(options.compare, grain);
  const int64_t shown_from = plain.grid.bounds()[static_cast<size_t>(plain.first_shown)];
  int extra = 0;
  if (shift > 0) {
    asked.earlier_periods = shift;
    asked.grain = grain;
    NS_ASSIGN(plain, BindQuestion(project, asked, facts, now_us));
    const int first = plain.grid.IndexOf(shown_from);
    plain.first_shown = std::max(0, first - shift);
    extra = first - plain.first_shown;
  }
  SharedGather gather(&engine, project, facts);
  gather.Add(plain);
  NS_RETURN_IF_ERROR(gather.Run(options));

  QueryResult result;
  result.project = project;
  result.grain = grain;
  result.as_of_us = plain.as_of_us;
  result.by = plain.by;
  result.plan = gather.plan();
  NS_ASSIGN(result.series, gather.Evaluate(0, options.level, options.parts));
  if (shift > 0) AttachPrevious(result, shift, extra);
  for (int p = plain.first_shown + extra; p < plain.grid.size(); ++p) {
    result.periods.push_back(plain.grid.Label(p));
    result.starts.push_back(plain.grid.start_day(p));
  }
  AddNotes(result, plain.metrics);
  return result;
}

}  // namespace northstar
