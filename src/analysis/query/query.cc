#include "analysis/query/query.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "model/project.h"
#include "plan/metric_unit.h"

namespace northstar {
namespace {

constexpr int kDaysAgo = 364;  // a year ago on the same weekday

// The period that a period is compared with; -1 when the grid has none. Found by its local start:
// the clock may have skipped hours and days in between, and others have been there twice.
int ComparedWith(const PeriodGrid& grid, int period, Compare compare) {
  const int back = PeriodsBack(compare, grid.grain());
  if (compare == Compare::kPrevious || grid.grain() >= Grain::kMonth)
    return period < back ? -1 : period - back;
  const int64_t start = grid.start_local_us(period) - kDaysAgo * kMicrosPerDay;
  for (int p = std::max(0, period - back); p < period; ++p) {
    if (grid.start_local_us(p) == start) return p;
    if (grid.start_local_us(p) > start) break;
  }
  return -1;
}

// Cells shown before the range exist only to be compared with: cut them off again.
void AttachPrevious(QueryResult& result, const BoundQuestion& bound, Compare compare, int extra) {
  const auto first = static_cast<int>(bound.first_shown);
  for (int p = first + extra; p < bound.grid.size(); ++p) {
    const int before = ComparedWith(bound.grid, p, compare);
    result.compared.push_back(before < first ? "" : bound.grid.Label(before));
    if (before < first) continue;
    for (MetricSeries& series : result.series) {
      Point& point = series.points[static_cast<size_t>(p - first)];
      const Point& other = series.points[static_cast<size_t>(before - first)];
      // A period that is open, or that data only begin in, would always look like a change.
      if (point.complete && other.complete) point.previous = other.value;
    }
  }
  for (MetricSeries& series : result.series)
    series.points.erase(series.points.begin(), series.points.begin() + extra);
}

// The instant as far into one period as another is into its own: the same day of the period at the
// same time of the wall clock. A shorter period ends first.
int64_t SamePlace(const Calendar& calendar, const PeriodGrid& grid, int64_t us, int of, int in) {
  const int64_t last = grid.bounds()[static_cast<size_t>(in) + 1] - 1;
  if (grid.grain() == Grain::kHour)
    return std::min(
        last, us + grid.bounds()[static_cast<size_t>(in)] - grid.bounds()[static_cast<size_t>(of)]);
  const int64_t local =
      calendar.zone().ToLocal(us) + (grid.start_day(in) - grid.start_day(of)) * kMicrosPerDay;
  return std::min(last, calendar.zone().FromLocal(local).utc_us);
}

struct Unfinished {
  const PeriodGrid& grid;
  int period;        // that holds `as_of_us`
  int before;        // that it is compared with
  int64_t as_of_us;  // what is known of the metrics ends here
};

// A period that is not over is compared with the same part of the other one, as it was known then.
Status CompareUnfinished(Engine& engine, const Question& question, const Unfinished& unfinished,
                         const DataFacts& facts, int64_t now_us, const QueryOptions& options,
                         size_t shown, QueryResult& result) {
  const int64_t until = SamePlace(result.project->calendar, unfinished.grid, unfinished.as_of_us,
                                  unfinished.period, unfinished.before);
  Question asked = question;
  asked.grain = result.grain;
  asked.from = asked.to = unfinished.grid.start_day(unfinished.before);
  asked.as_of_us = until;
  asked.intervals = false;
  asked.earlier_periods = 0;
  NS_ASSIGN(const BoundQuestion bound, BindQuestion(result.project, asked, facts, now_us));
  SharedGather gather(&engine, result.project, facts);
  gather.Add(bound);
  NS_RETURN_IF_ERROR(gather.Run(options));
  for (MetricSeries& series : result.series) {
    const auto& metrics = question.metrics;
    if (std::find(metrics.begin(), metrics.end(), series.metric->name) == metrics.end()) continue;
    const auto then = gather.Values(0, *series.metric, series.group);
    if (series.points[shown].value && !then.empty()) series.points[shown].previous = then.back();
  }
  const std::string local = FormatInstant(result.project->calendar.zone().ToLocal(until));
  result.notes.push_back(fmt::format("{} is incomplete: it is compared with {} up to {} {}",
                                     unfinished.grid.Label(unfinished.period),
                                     unfinished.grid.Label(unfinished.before), local.substr(0, 10),
                                     local.substr(11, 5)));
  return Status::Ok();
}

bool CountsDistinct(const Project& project, const Metric& metric) {
  for (const Metric* leaf : project.LeavesOf(metric)) {
    if (leaf->Is<kind::Active>()) return true;
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
      "{}: one {} can count under several values of {}, so the parts may not add up to the total",
      Join(distinct, ", "), distinct.size() == 1 ? "entity" : "entity of each",
      Join(result.by, ", ")));
}

void AddUnits(QueryResult& result, const std::vector<const Metric*>& metrics,
              const DataFacts& facts) {
  for (const Metric* metric : metrics) {
    result.units[metric->name] = UnitsOf(*result.project, *metric, facts);
    const std::string ask = AskForUnit(*result.project, *metric, facts);
    if (!ask.empty()) result.notes.push_back(metric->name + " has no interval: " + ask);
  }
}

// A metric that was not measured is told in one sentence, all else that never occurred one by one.
void AddNeverSeen(const SharedGather& gather, const std::vector<const Metric*>& metrics,
                  QueryResult& result) {
  const auto add = [&](std::string sentence) {
    const auto& said = result.never_seen;
    if (std::find(said.begin(), said.end(), sentence) == said.end())
      result.never_seen.push_back(std::move(sentence));
  };
  for (const Metric* metric : metrics) {
    const SeenData::Look look = gather.LookAt(0, *metric);
    const std::string why = SeenData::WhyNotMeasured(*metric, look);
    if (metric == metrics.front()) result.not_measured = why;
    if (!why.empty()) add(why);
    for (const NeverSeen& one : look.missing) {
      if (one.needed) continue;
      add(one.metric.empty() ? one.sentence : fmt::format("{}: {}", one.metric, one.sentence));
    }
  }
}

}  // namespace

int PeriodsBack(Compare compare, Grain grain) {
  if (compare == Compare::kPrevious) return 1;
  switch (grain) {
    case Grain::kHour:
      return 24 * kDaysAgo;
    case Grain::kDay:
      return kDaysAgo;
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
  const int shift = options.compare == Compare::kNone ? 0 : PeriodsBack(options.compare, grain);
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
  if (shift > 0) AttachPrevious(result, plain, options.compare, extra);
  for (int p = plain.first_shown + extra; p < plain.grid.size(); ++p) {
    result.periods.push_back(plain.grid.Label(p));
    result.starts.push_back(plain.grid.start_day(p));
  }
  AddNotes(result, plain.metrics);
  if (plain.intervals) AddUnits(result, plain.metrics, facts);
  AddNeverSeen(gather, plain.metrics, result);
  if (shift > 0) {
    // Metrics of different sources can be known up to different times.
    std::map<int64_t, std::vector<std::string>> open;
    for (const Metric* metric : plain.metrics) {
      const Completeness& known = plain.completeness.at(metric->name);
      const int period = plain.grid.IndexOf(known.as_of_us);
      const bool shown = period >= plain.first_shown + extra;
      const int before = shown ? ComparedWith(plain.grid, period, options.compare) : -1;
      if (before < 0 || !known.Complete(plain.grid, before)) continue;
      const bool begun = known.as_of_us > plain.grid.bounds()[static_cast<size_t>(period)];
      if (begun && !known.Complete(plain.grid, period))
        open[known.as_of_us].push_back(metric->name);
    }
    for (const auto& [as_of, metrics] : open) {
      const int period = plain.grid.IndexOf(as_of);
      asked.metrics = metrics;
      NS_RETURN_IF_ERROR(CompareUnfinished(
          engine, asked,
          {plain.grid, period, ComparedWith(plain.grid, period, options.compare), as_of}, facts,
          now_us, options, static_cast<size_t>(period - plain.first_shown - extra), result));
    }
  }
  return result;
}

}  // namespace northstar
