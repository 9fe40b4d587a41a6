#include "plan/question.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>

#include "base/named_time.h"
#include "base/text.h"
#include "model/project.h"
#include "plan/timeline_plan.h"

namespace northstar {
namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

struct Extent {
  int64_t first_us = std::numeric_limits<int64_t>::max();
  int64_t last_us = std::numeric_limits<int64_t>::min();
  bool ahead = false;  // events after now
  bool empty() const { return first_us > last_us; }
};

Extent ExtentOf(const Project& project, const std::vector<const Metric*>& metrics,
                const DataFacts& facts) {
  Extent extent;
  for (const Metric* metric : metrics) {
    for (const Source* source : CountingSources(project, *metric, facts)) {
      const auto found = facts.sources.find(source->name);
      if (found == facts.sources.end() || found->second.rows == 0) continue;
      extent.first_us = std::min(extent.first_us, found->second.first_us);
      extent.last_us = std::max(extent.last_us, found->second.last_us);
      extent.ahead = extent.ahead || found->second.ahead;
    }
  }
  return extent;
}

int LookBackPeriods(const Project& project, const Metric& metric) {
  int deepest = 0;
  for (const std::string& part : Project::PartsOf(metric)) {
    deepest = std::max(deepest, LookBackPeriods(project, *project.FindMetric(part)));
  }
  return deepest + TraitsOf(metric).look_back;
}

const Duration& Longer(const Duration& a, const Duration& b) {
  const auto length = [](const Duration& d) { return d.days * kMicrosPerDay + d.exact_us; };
  return length(a) < length(b) ? b : a;
}

Duration LongestWindow(const Project& project, const Metric& metric) {
  Duration longest = WindowOf(metric).value_or(Duration{});
  for (const std::string& part : Project::PartsOf(metric))
    longest = Longer(longest, LongestWindow(project, *project.FindMetric(part)));
  return longest;
}

LookAhead LongestLookAhead(const Project& project, const Metric& metric) {
  LookAhead longest;
  for (const Metric* leaf : project.LeavesOf(metric)) {
    const LookAhead ahead = TraitsOf(*leaf).ahead;
    longest.time = Longer(longest.time, ahead.time);
    longest.periods = std::max(longest.periods, ahead.periods);
    longest.waits = longest.waits || ahead.waits;
  }
  return longest;
}

// The longest `to_date` that the metric or a part of it adds up over.
std::optional<Grain> ToDateOf(const Project& project, const Metric& metric) {
  const auto* sum = metric.As<kind::Cumulative>();
  std::optional<Grain> longest = sum != nullptr ? sum->to_date : std::nullopt;
  for (const std::string& part : Project::PartsOf(metric)) {
    const auto of_part = ToDateOf(project, *project.FindMetric(part));
    if (of_part && (!longest || *of_part > *longest)) longest = of_part;
  }
  return longest;
}

bool NeedsHistory(const Project& project, const Metric& metric) {
  if (TraitsOf(metric).needs_every_period) return true;
  for (const Condition& condition : metric.only) {
    if (!condition.of.empty()) return true;
  }
  for (const std::string& part : Project::PartsOf(metric)) {
    if (NeedsHistory(project, *project.FindMetric(part))) return true;
  }
  return false;
}

Result<Grain> ChooseGrain(const Project& project, const Question& question,
                          const std::vector<const Metric*>& metrics, const DataFacts& facts) {
  if (question.grain) return *question.grain;
  std::optional<Grain> shared;
  for (const Metric* metric : metrics) {
    const Grain grain = NaturalGrain(project, *metric, facts);
    if (shared && *shared != grain) {
      return Error::Usage(
          fmt::format("the metrics have different natural grains: '{}' is by {}, '{}' by {}",
                      metrics[0]->name, GrainName(*shared), metric->name, GrainName(grain)),
          "choose one with --grain");
    }
    shared = grain;
  }
  return *shared;
}

Status CheckLeaf(const Project& project, const Metric& leaf, const std::string& dimension,
                 const DataFacts& facts) {
  const auto lacks = [&](const Source& source) {
    return !source.HasDimension(dimension) && !source.HasEntity(dimension) &&
           !source.HasValue(dimension) && dimension != "event" && dimension != "time";
  };
  for (const Source* source : CountingSources(project, leaf, facts)) {
    if (!lacks(*source)) continue;
    std::vector<std::string> known;
    for (const NamedExpr& d : source->dimensions) known.push_back(d.name);
    return Error::Usage(fmt::format("'{}' comes from source '{}', which has no '{}'", leaf.name,
                                    source->name, dimension),
                        DidYouMean(dimension, known));
  }
  return Status::Ok();
}

Status CheckBy(const Project& project, const std::vector<const Metric*>& metrics,
               const std::string& dimension, const DataFacts& facts) {
  for (const Metric* metric : metrics) {
    for (const Metric* leaf : project.LeavesOf(*metric)) {
      for (const Source* source : CountingSources(project, *leaf, facts)) {
        if (source->HasDimension(dimension)) continue;
        std::vector<std::string> known;
        for (const NamedExpr& d : source->dimensions) known.push_back(d.name);
        return Error::Usage(fmt::format("'{}' has no dimension '{}'", leaf->name, dimension),
                            DidYouMean(dimension, known));
      }
    }
  }
  return Status::Ok();
}

Result<BoundRef> BindWhere(const Project& project, const std::string& text,
                           const std::vector<const Metric*>& metrics, const DataFacts& facts) {
  if (text.empty()) return BoundRef();
  const auto fail = [&](const ExprError& error) {
    Diagnostic diagnostic{Severity::kError,
                          "",
                          error.message,
                          {"--where", 1, error.range.offset + 1, error.range.length},
                          text,
                          "",
                          error.hint};
    Error result = Error::Usage("the condition is not valid");
    result.diagnostics.push_back(std::move(diagnostic));
    return result;
  };
  auto parsed = ParseExpr(text);
  if (const auto* error = std::get_if<ExprError>(&parsed)) return fail(*error);
  auto bound = BindExpr(*std::get<ExprRef>(parsed), EventScope(project), ValueType::kBool);
  if (const auto* error = std::get_if<ExprError>(&bound)) return fail(*error);
  BoundRef where = std::get<BoundRef>(bound);
  for (const Metric* metric : metrics) {
    for (const Metric* leaf : project.LeavesOf(*metric)) {
      for (const ColumnRef& column : ColumnsIn(*where)) {
        NS_RETURN_IF_ERROR(CheckLeaf(project, *leaf, column.name, facts));
      }
    }
  }
  return where;
}

Status CheckSeriesGrain(const Project& project, const std::vector<const Metric*>& metrics,
                        Grain grain, const DataFacts& facts) {
  for (const Metric* metric : metrics) {
    for (const Metric* leaf : project.LeavesOf(*metric)) {
      if (!leaf->Is<kind::Series>()) continue;
      const Grain given = NaturalGrain(project, *leaf, facts);
      if (given == grain) continue;
      return Error::Usage(fmt::format("'{}' is given per {}; it cannot be shown per {}", leaf->name,
                                      GrainName(given), GrainName(grain)),
                          fmt::format("use --grain {}", GrainName(given)));
    }
  }
  return Status::Ok();
}

}  // namespace

Grain NaturalGrain(const Project& project, const Metric& metric, const DataFacts& facts) {
  if (const auto* series = metric.As<kind::Series>()) {
    const auto source = facts.sources.find(series->source);
    if (source != facts.sources.end() && source->second.grain) return *source->second.grain;
  }
  if (metric.grain) return *metric.grain;
  std::optional<Grain> coarsest;
  for (const std::string& part : Project::PartsOf(metric)) {
    const Grain grain = NaturalGrain(project, *project.FindMetric(part), facts);
    if (!coarsest || grain > *coarsest) coarsest = grain;
  }
  return coarsest.value_or(Grain::kWeek);
}

int64_t ReadInstant(const std::string& text, const Calendar& calendar, int64_t now_us) {
  if (text == "now") return now_us;
  const auto parsed = ParseTime(text);
  if (!parsed) return now_us;
  if (parsed->has_zone) return parsed->us;
  if (parsed->us % kMicrosPerDay == 0) return calendar.DayStart(parsed->us / kMicrosPerDay);
  return calendar.zone().FromLocal(parsed->us).utc_us;
}

// `through` as written: a day, month or year is meant as a whole.
int64_t ReadEnd(const std::string& text, const Calendar& calendar, int64_t now_us) {
  const auto parsed = text == "now" ? std::nullopt : ParseTime(text);
  if (!parsed || parsed->has_zone || parsed->precision == TimePrecision::kInstant)
    return ReadInstant(text, calendar, now_us);
  return EndOfNamed(parsed->precision, parsed->us, calendar.zone());
}

std::vector<const Source*> CountingSources(const Project& project, const Metric& metric,
                                           const DataFacts& facts) {
  const std::vector<const Source*> all = project.SourcesOf(metric);
  const std::set<std::string> events = project.EventsOf(metric);
  const auto counts = [&](const Source* source) {
    const bool named = !source->HoldsEvents() || !source->event.empty();
    const auto found = facts.sources.find(source->name);
    if (named || found == facts.sources.end() || events.contains("")) return true;
    return std::any_of(events.begin(), events.end(), [&](const std::string& event) {
      return found->second.event_rows.contains(event);
    });
  };
  std::vector<const Source*> counting;
  std::copy_if(all.begin(), all.end(), std::back_inserter(counting), counts);
  return counting.empty() ? all : counting;
}

Scope EventScope(const Project& project) {
  Scope scope;
  scope.what = "declared entity, dimension or value";
  scope.zone = &project.calendar.zone();
  scope.known = {"event", "time"};
  for (const Source& source : project.sources) {
    for (const auto* group : {&source.entities, &source.dimensions, &source.values}) {
      for (const NamedExpr& one : *group) scope.known.push_back(one.name);
    }
  }
  scope.find = [&project](const std::string& name) -> std::optional<ScopeColumn> {
    if (name == "event") return ScopeColumn{{ColumnKind::kEvent, name}, ValueType::kText};
    if (name == "time") return ScopeColumn{{ColumnKind::kTime, name}, ValueType::kTime};
    for (const Source& source : project.sources) {
      if (source.HasDimension(name))
        return ScopeColumn{{ColumnKind::kDimension, name}, ValueType::kText};
      if (source.HasEntity(name)) return ScopeColumn{{ColumnKind::kEntity, name}, ValueType::kText};
      if (source.HasValue(name)) return ScopeColumn{{ColumnKind::kValue, name}, ValueType::kNumber};
    }
    return std::nullopt;
  };
  return scope;
}

bool Completeness::Complete(const PeriodGrid& grid, int period) const {
  const auto i = static_cast<size_t>(period);
  const int first = period - look_back;
  if (first < 0) return false;
  int64_t start = grid.bounds()[static_cast<size_t>(first)];
  if (window != Duration{}) start = std::min(start, WindowStart(*calendar, grid, period, window));
  return start >= since_us && grid.bounds()[i + 1] <= as_of_us && !Open(grid, period);
}

bool Completeness::Open(const PeriodGrid& grid, int period) const {
  if (!ahead.waits) return false;
  int64_t end = grid.bounds()[static_cast<size_t>(period) + 1];
  if (ahead.periods > 0) {
    end = grid.grain() == Grain::kHour ? end + ahead.periods * kMicrosPerHour
                                       : calendar->DayStart(calendar->Shift(
                                             grid.grain(), grid.end_day(period), ahead.periods));
  }
  return calendar->Add(end, ahead.time.days, ahead.time.exact_us) > as_of_us;
}

int64_t WindowStart(const Calendar& calendar, const PeriodGrid& grid, int period,
                    const Duration& window) {
  const int64_t end = grid.bounds()[static_cast<size_t>(period) + 1];
  if (!window.is_calendar()) return end - window.exact_us;
  return calendar.DayStart(calendar.LocalDay(end - 1) + 1 - window.days);
}

namespace {

// Up to when a source is complete, and whether it holds events of that very instant.
struct Reach {
  int64_t through_us = 0;
  bool included = true;
};

// `facts` is null for a source that holds nothing.
Reach ReachOf(const Source& source, const SourceFacts* facts, const Calendar& calendar,
              int64_t now_us) {
  if (!source.through.empty()) return {ReadEnd(source.through, calendar, now_us), false};
  if (facts == nullptr) return {now_us, true};
  // A series row is complete when the period it names has ended.
  if (source.kind == Source::Kind::kSeries) return {facts->last_us + 1, false};
  if (facts->precision == TimePrecision::kInstant) return {facts->last_us, true};
  return {EndOfNamed(facts->precision, calendar.zone().ToLocal(facts->last_us), calendar.zone()),
          false};
}

}  // namespace

Completeness CompletenessOf(const Project& project, const Metric& metric, const DataFacts& facts,
                            std::optional<int64_t> as_of_us, int64_t now_us) {
  Completeness result;
  result.since_us = std::numeric_limits<int64_t>::min();
  Reach reach{kNever, true};
  for (const Source* source : CountingSources(project, metric, facts)) {
    const auto found = facts.sources.find(source->name);
    const bool loaded = found != facts.sources.end() && found->second.rows > 0;
    if (!source->since.empty()) {
      result.since_us =
          std::max(result.since_us, ReadInstant(source->since, project.calendar, now_us));
    } else if (loaded) {
      const Day first = project.calendar.LocalDay(found->second.first_us);
      result.since_us = std::max(result.since_us, project.calendar.DayStart(first));
    }
    const Reach of_source =
        ReachOf(*source, loaded ? &found->second : nullptr, project.calendar, now_us);
    if (of_source.through_us < reach.through_us) reach = of_source;
  }
  if (const auto to_date = ToDateOf(project, metric)) {
    // The first total that does not begin in the middle.
    const Calendar& calendar = project.calendar;
    const Day day = calendar.LocalDay(result.since_us);
    const Day start = calendar.PeriodStart(*to_date, day);
    if (calendar.DayStart(start) < result.since_us)
      result.since_us = calendar.DayStart(calendar.NextPeriod(*to_date, start));
  }
  const bool ends = !as_of_us && reach.through_us < now_us;
  result.as_of_us = ends ? reach.through_us : as_of_us.value_or(now_us);
  // Data that end with a period do not open the next one.
  result.last_known_us = result.as_of_us - (ends && !reach.included ? 1 : 0);
  result.look_back = LookBackPeriods(project, metric);
  result.window = LongestWindow(project, metric);
  result.ahead = LongestLookAhead(project, metric);
  result.calendar = &project.calendar;
  return result;
}

namespace {

Result<std::vector<const Metric*>> FindMetrics(const Project& project,
                                               const std::vector<std::string>& names) {
  std::vector<const Metric*> metrics;
  for (const std::string& name : names) {
    const Metric* metric = project.FindMetric(name);
    if (metric == nullptr) {
      return Error::Usage(fmt::format("there is no metric '{}'", name),
                          DidYouMean(name, project.MetricNames()));
    }
    if (!metric->available) {
      return Error::Usage(
          fmt::format("'{}' cannot be computed yet: this version does not know {}", name,
                      metric->feedback
                          ? fmt::format("the statistic '{}' of feedback", StatisticOf(*metric))
                          : fmt::format("metrics of type '{}'", metric->type_name)),
          "it is not available yet; other metrics are not affected");
    }
    metrics.push_back(metric);
  }
  if (metrics.empty()) return Error::Usage("no metric was named");
  return metrics;
}

// UTC microseconds, both included.
struct Shown {
  int64_t from_us = 0, to_us = 0;
};

// `latest`: the last instant of which the data can tell something.
Result<Shown> RangeOf(const Question& question, const Calendar& calendar, Grain grain,
                      const Extent& extent, int64_t latest) {
  Shown shown;
  shown.from_us = question.from ? calendar.DayStart(*question.from) : extent.first_us;
  shown.to_us =
      question.to ? calendar.DayStart(*question.to + 1) - 1 : std::max(latest, extent.first_us);
  // A day that the clock skipped has no instant, but may begin a week, a month or more.
  if (question.to && grain > Grain::kDay)
    shown.to_us =
        std::max(shown.to_us, calendar.DayStart(calendar.PeriodStart(grain, *question.to)));
  if (shown.from_us <= shown.to_us) return shown;
  if (question.to) return Error::Usage("the range is empty: it ends before it starts");
  return Error::Usage(fmt::format("the data end on {}, before the range starts",
                                  FormatDay(calendar.LocalDay(shown.to_us))),
                      "start on that day or earlier");
}

// Where the grid starts: some metrics, and who asks, look at periods before the shown ones.
int64_t GridStart(const BoundQuestion& bound, const Question& question, Grain grain,
                  const Extent& extent, int64_t shown_from) {
  const Calendar& calendar = bound.project->calendar;
  const bool history =
      std::any_of(bound.metrics.begin(), bound.metrics.end(),
                  [&](const Metric* m) { return NeedsHistory(*bound.project, *m); });
  const int64_t from = history ? std::min(extent.first_us, shown_from) : shown_from;
  if (question.earlier_periods == 0) return from;
  const Day start = calendar.PeriodStart(grain, calendar.LocalDay(shown_from));
  const Day earlier = grain == Grain::kHour
                          ? start - question.earlier_periods / 24 - 1
                          : calendar.Shift(grain, start, -question.earlier_periods);
  return std::min(from, calendar.DayStart(earlier));
}

Status CheckLength(Grain grain, int64_t from_us, int64_t to_us) {
  constexpr int64_t kMostPeriods = 200'000;
  constexpr int64_t kDaysOfACentury = 36600;
  const int64_t shortest = grain == Grain::kHour ? kMicrosPerHour : kMicrosPerDay;
  const int64_t most =
      grain <= Grain::kDay ? kMostPeriods : kDaysOfACentury * kMicrosPerDay / shortest;
  if ((to_us - from_us) / shortest <= most) return Status::Ok();
  if (grain <= Grain::kDay) {
    return Error::Usage(
        fmt::format("the range has more than {} periods", WithThousands(kMostPeriods)),
        "choose a coarser --grain or a shorter range");
  }
  return Error::Usage("the range is longer than a hundred years",
                      "choose a shorter range with --from and --to");
}

}  // namespace

Result<BoundQuestion> BindQuestion(const ProjectRef& project, const Question& question,
                                   const DataFacts& facts, int64_t now_us) {
  BoundQuestion bound;
  bound.project = project;
  bound.by = question.by;
  bound.intervals = question.intervals;
  NS_ASSIGN(bound.metrics, FindMetrics(*project, question.metrics));
  NS_ASSIGN(const Grain grain, ChooseGrain(*project, question, bound.metrics, facts));
  NS_RETURN_IF_ERROR(CheckSeriesGrain(*project, bound.metrics, grain, facts));
  for (const std::string& dimension : question.by) {
    if (std::count(question.by.begin(), question.by.end(), dimension) > 1)
      return Error::Usage(fmt::format("--by names '{}' twice", dimension));
    NS_RETURN_IF_ERROR(CheckBy(*project, bound.metrics, dimension, facts));
  }
  NS_ASSIGN(bound.where, BindWhere(*project, question.where, bound.metrics, facts));

  const Extent extent = ExtentOf(*project, bound.metrics, facts);
  if (extent.empty()) {
    return Error::Data("the sources of these metrics have no data",
                       "run 'northstar load' and look at what it rejected");
  }
  int64_t latest = std::numeric_limits<int64_t>::min();
  bound.as_of_us = std::numeric_limits<int64_t>::max();
  for (const Metric* metric : bound.metrics) {
    const Completeness c = CompletenessOf(*project, *metric, facts, question.as_of_us, now_us);
    latest = std::max(latest, c.last_known_us);
    bound.as_of_us = std::min(bound.as_of_us, c.as_of_us);
    bound.completeness.emplace(metric->name, c);
    for (const Metric* leaf : project->LeavesOf(*metric)) {
      bound.completeness.emplace(leaf->name,
                                 CompletenessOf(*project, *leaf, facts, question.as_of_us, now_us));
    }
  }

  if (extent.ahead) bound.hide_after_us = now_us;
  if (question.as_of_us)
    bound.hide_after_us = std::min(*question.as_of_us, bound.hide_after_us.value_or(kNever));

  const Calendar& calendar = project->calendar;
  NS_ASSIGN(const Shown shown, RangeOf(question, calendar, grain, extent, latest));
  const int64_t grid_from = GridStart(bound, question, grain, extent, shown.from_us);
  NS_RETURN_IF_ERROR(CheckLength(grain, grid_from, shown.to_us));
  bound.grid = calendar.Grid(grain, grid_from, shown.to_us);
  bound.first_shown = bound.grid.IndexOf(shown.from_us);
  return bound;
}

}  // namespace northstar
