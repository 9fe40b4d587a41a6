#include "plan/timeline_plan.h"

#include <algorithm>
#include <limits>

#include "model/metric_traits.h"

namespace northstar {
namespace {

constexpr int64_t kEver = std::numeric_limits<int64_t>::max() / 4;

BoundRef EventIs(const std::string& event) {
  return MakeCall(Op::kEqual,
                  {std::make_shared<BoundExpr>(
                       BoundExpr{ColumnRef{ColumnKind::kEvent, "event"}, ValueType::kText}),
                   MakeConstant(event)},
                  ValueType::kBool);
}

}  // namespace

// The choices of a metric may overlap (`any` beside a name, one name under two conditions); a row
// that several of them take counts once. So there is one feed per source and event, under the
// disjunction of their conditions, and `any` swallows the names.
std::vector<Feed> FeedsOf(const Project& project, const std::vector<EventChoice>& choices) {
  std::vector<Feed> feeds;
  for (const EventChoice& choice : choices) {
    for (const Source* source : project.SourcesOfEvent(choice.event)) {
      const auto same = std::find_if(feeds.begin(), feeds.end(), [&](const Feed& feed) {
        return feed.source == source->name && feed.event == choice.event;
      });
      if (same == feeds.end()) {
        feeds.push_back({source->name, choice.event, choice.where});
      } else if (same->where) {
        same->where = choice.where
                          ? MakeCall(Op::kOr, {same->where, choice.where}, ValueType::kBool)
                          : nullptr;
      }
    }
  }
  std::vector<Feed> merged;
  for (Feed& feed : feeds) {
    const auto any = std::find_if(feeds.begin(), feeds.end(), [&](const Feed& other) {
      return other.source == feed.source && other.event.empty();
    });
    if (any == feeds.end() || !feed.event.empty()) {
      if (any == feeds.end()) merged.push_back(feed);
      continue;
    }
    for (const Feed& named : feeds) {
      if (named.source != feed.source || named.event.empty() || !feed.where) continue;
      feed.where = MakeCall(Op::kOr, {feed.where, AndAll({EventIs(named.event), named.where})},
                            ValueType::kBool);
    }
    merged.push_back(feed);
  }
  return merged;
}

bool NeedsTimelines(const Metric& metric) {
  if (!metric.only.empty()) return true;
  switch (TraitsOf(metric).order) {
    case Order::kNever:
      return false;
    case Order::kWithWindow:
      return metric.window.has_value();
    case Order::kAlways:
      break;
  }
  return true;
}

const Metric& BaseOf(const Metric& metric, const Project& project) {
  return metric.type == MetricType::kLifecycle ? *project.FindMetric(metric.metric) : metric;
}

std::vector<Condition> ConditionsOf(const Metric& metric, const Project& project) {
  std::vector<Condition> conditions = metric.only;
  const Metric& base = BaseOf(metric, project);
  if (&base != &metric) conditions.insert(conditions.end(), base.only.begin(), base.only.end());
  return conditions;
}

std::optional<double> PercentileOf(const Metric& metric) {
  const MetricTraits& traits = TraitsOf(metric);
  const bool percentile = traits.cell != nullptr && traits.cell(metric) == CellMeaning::kPercentile;
  return percentile ? std::optional(traits.percentile(metric)) : std::nullopt;
}

bool CountsByValue(const Metric& metric) {
  return metric.type == MetricType::kConversion || metric.type == MetricType::kRetention ||
         metric.statistic == "share_at_least";
}

bool CountsThePast(const Metric& metric) {
  return metric.type == MetricType::kState ||
         (metric.type == MetricType::kActive && metric.window.has_value());
}

LookAhead LookAheadOf(const Metric& metric) {
  LookAhead ahead;
  if (metric.type == MetricType::kConversion || metric.type == MetricType::kDuration) {
    ahead.time = metric.within.value_or(Duration{});
    ahead.waits = metric.within.has_value();
  }
  if (metric.type == MetricType::kRetention) {
    ahead.waits = true;
    ahead.periods =
        metric.mode == "on_or_after" ? metric.until.value_or(1) : metric.after.value_or(1);
    if (metric.rolling) ++ahead.periods;
  }
  return ahead;
}

namespace {

void AddFeeds(const Project& project, const std::vector<EventChoice>& choices, int role,
              const std::vector<BoundRef>& conditions, const std::string& other, Accumulator& a) {
  for (Feed& feed : FeedsOf(project, choices)) {
    std::vector<BoundRef> all{feed.where};
    all.insert(all.end(), conditions.begin(), conditions.end());
    feed.where = AndAll(all);
    feed.role = role;
    feed.other = other;
    a.feeds.push_back(std::move(feed));
  }
}

// The instants whose rows can matter to periods of the grid.
void SetSpan(const Metric& metric, const Project& project, const PeriodGrid& grid, Accumulator& a) {
  const Calendar& calendar = project.calendar;
  a.from_us = grid.begin_us();
  a.to_us = grid.end_us();
  const LookAhead ahead = LookAheadOf(metric);
  // The last instant of a window counts.
  if (ahead.time != Duration{})
    a.to_us = calendar.Add(a.to_us, ahead.time.days, ahead.time.exact_us) + 1;
  if (ahead.periods > 0)
    a.to_us = calendar.DayStart(
        calendar.Shift(grid.grain(), grid.end_day(grid.size() - 1), ahead.periods));
  if (grid.grain() == Grain::kHour && ahead.periods > 0)
    a.to_us = grid.end_us() + ahead.periods * kMicrosPerHour;
  if (metric.type == MetricType::kActive && metric.window)
    a.from_us = std::min(a.from_us, WindowStart(calendar, grid, 0, *metric.window));
  // Without a limit any later row can be the one.
  const bool unlimited = !metric.within && (metric.type == MetricType::kConversion ||
                                            metric.type == MetricType::kDuration);
  if (unlimited) a.to_us = kEver;
  if (metric.type == MetricType::kSessions) {
    a.from_us = calendar.Add(a.from_us, -metric.gap->days, -metric.gap->exact_us) - 1;
    a.to_us = kEver;  // a session that starts in the range may go on
  }
  const bool history = metric.type == MetricType::kLifecycle || metric.type == MetricType::kState ||
                       metric.type == MetricType::kFirstTime ||
                       (metric.type == MetricType::kRetention && metric.cohort == "new");
  if (history || !ConditionsOf(metric, project).empty()) a.from_us = -kEver;
}

}  // namespace

Accumulator TimelineAccumulator(const Metric& metric, const Project& project, int grid_number,
                                const PeriodGrid& grid, const std::vector<std::string>& by,
                                const BoundRef& where, bool bucketed) {
  Accumulator a;
  a.kind = Aggregate::kTimeline;
  a.metric = &metric;
  a.grid = grid_number;
  a.by = by;
  const Metric& base = BaseOf(metric, project);
  a.entity = base.entity;
  a.value = metric.value;
  const auto percentile = PercentileOf(metric);
  a.percentile = percentile.value_or(50);
  a.bucketed = bucketed && !percentile;
  // Extremes have no interval: no resampling sees beyond them.
  a.sampled =
      bucketed && percentile && metric.type != MetricType::kMin && metric.type != MetricType::kMax;
  if (a.entity.empty()) {
    // Conditions on the entity of a count or a sum that names none: the only one of its sources.
    for (const EventChoice& choice : metric.events) {
      for (const Source* source : project.SourcesOfEvent(choice.event)) {
        if (a.entity.empty() && !source->entities.empty()) a.entity = source->entities[0].name;
      }
    }
  }
  const auto add = [&](const std::vector<EventChoice>& choices, int role, bool filtered) {
    AddFeeds(project, choices, role, {base.where, filtered ? where : nullptr}, base.distinct, a);
  };
  add(base.events, role::kMain, true);
  // A question's filter says where a session starts; what belongs to it is unfiltered.
  if (metric.type == MetricType::kSessions && where) add(metric.events, role::kThen, false);
  add(metric.from, role::kMain, true);
  for (size_t i = 0; i < metric.steps.size(); ++i)
    add({metric.steps[i]}, static_cast<int>(i), i == 0);
  add(metric.to, role::kThen, false);
  add(metric.on, role::kMain, true);
  add(metric.off, role::kThen, true);
  if (metric.type == MetricType::kRetention)
    add(metric.return_event.empty() ? metric.events : metric.return_event, role::kThen, false);
  const std::vector<Condition> conditions = ConditionsOf(metric, project);
  for (size_t i = 0; i < conditions.size(); ++i) {
    const int role = role::kCondition + static_cast<int>(i);
    if (!conditions[i].of.empty()) {
      const Metric& of = *project.FindMetric(conditions[i].of);
      AddFeeds(project, of.events, role, {of.where}, of.distinct, a);
    } else {
      const std::string& event =
          conditions[i].since.empty() ? conditions[i].event : conditions[i].since;
      AddFeeds(project, {{event == "any" ? "" : event, nullptr, {}}}, role, {}, "", a);
    }
  }
  SetSpan(metric, project, grid, a);
  return a;
}

}  // namespace northstar
