#include "plan/timeline_plan.h"

#include <algorithm>
#include <limits>

#include "base/overloaded.h"
#include "model/metric_traits.h"
#include "model/project.h"

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

// Of events that arrive, `any` leaves out what their clients say on their own: "$identify".
BoundRef IsNoSystemEvent(const Source& source, const EventChoice& choice) {
  const bool named = !choice.event.empty() || !source.event.empty();
  if (source.kind != Source::Kind::kHttp || named) return nullptr;
  const BoundRef event = std::make_shared<const BoundExpr>(
      BoundExpr{ColumnRef{ColumnKind::kEvent, "event"}, ValueType::kText});
  const BoundRef system =
      MakeCall(Op::kStartsWith, {event, MakeConstant(std::string("$"))}, ValueType::kBool);
  return MakeCall(Op::kNot, {system}, ValueType::kBool);
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
      const BoundRef where = AndAll({IsNoSystemEvent(*source, choice), choice.where});
      if (same == feeds.end()) {
        feeds.push_back({source->name, choice.event, where});
      } else if (same->where) {
        same->where = where ? MakeCall(Op::kOr, {same->where, where}, ValueType::kBool) : nullptr;
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
  return !metric.only.empty() || TraitsOf(metric).needs_order;
}

const Metric& BaseOf(const Metric& metric, const Project& project) {
  const auto* lifecycle = metric.As<kind::Lifecycle>();
  return lifecycle != nullptr ? *project.FindMetric(lifecycle->metric) : metric;
}

kind::Active ActiveKeysOf(const Metric& metric, const Project& project) {
  const auto* active = BaseOf(metric, project).As<kind::Active>();
  return active != nullptr ? *active : kind::Active{};
}

std::vector<Condition> ConditionsOf(const Metric& metric, const Project& project) {
  std::vector<Condition> conditions = metric.only;
  const Metric& base = BaseOf(metric, project);
  if (&base != &metric) conditions.insert(conditions.end(), base.only.begin(), base.only.end());
  return conditions;
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

// The rows that the metric looks at, by what they are there for; `where` is the question's filter.
void AddMetricFeeds(const Project& project, const Metric& metric, const BoundRef& where,
                    Accumulator& a) {
  const Metric& base = BaseOf(metric, project);
  const auto add = [&](const std::vector<EventChoice>& choices, int role, bool filtered) {
    AddFeeds(project, choices, role, {base.where, filtered ? where : nullptr}, DistinctOf(base), a);
  };
  add(base.events, role::kMain, true);
  std::visit(
      Overloaded{
          [&](const kind::Conversion& conversion) {
            add(conversion.from, role::kMain, true);
            for (size_t i = 0; i < conversion.steps.size(); ++i)
              add({conversion.steps[i]}, static_cast<int>(i), i == 0);
            add(conversion.to, role::kThen, false);
          },
          [&](const kind::TimeBetween& time) {
            add(time.from, role::kMain, true);
            add(time.to, role::kThen, false);
          },
          [&](const kind::Retention& retention) {
            const auto& again = retention.return_event;
            add(again.empty() ? metric.events : again, role::kThen, false);
          },
          // A question's filter says where a session starts; what belongs to it is unfiltered.
          [&](const kind::Sessions&) {
            if (where) add(metric.events, role::kThen, false);
          },
          [&](const kind::State& state) {
            add(state.on, role::kMain, true);
            add(state.off, role::kThen, true);
          },
          [](const kind::OverEvents auto&) {},  // its events are all
          [](const kind::NotOverEvents auto&) {}},
      metric.kind);
}

void AddConditionFeeds(const Project& project, const Metric& metric, Accumulator& a) {
  const std::vector<Condition> conditions = ConditionsOf(metric, project);
  for (size_t i = 0; i < conditions.size(); ++i) {
    const int role = role::kCondition + static_cast<int>(i);
    if (!conditions[i].of.empty()) {
      const Metric& of = *project.FindMetric(conditions[i].of);
      AddFeeds(project, of.events, role, {of.where}, DistinctOf(of), a);
    } else {
      const std::string& event =
          conditions[i].since.empty() ? conditions[i].event : conditions[i].since;
      AddFeeds(project, {{event == "any" ? "" : event, nullptr, {}}}, role, {}, "", a);
    }
  }
}

// The instants whose rows can matter to periods of the grid.
void SetSpan(const Metric& metric, const Project& project, const PeriodGrid& grid, Accumulator& a) {
  const Calendar& calendar = project.calendar;
  a.from_us = grid.begin_us();
  a.to_us = grid.end_us();
  const MetricTraits traits = TraitsOf(metric);
  const LookAhead& ahead = traits.ahead;
  // The last instant of a window counts.
  if (ahead.time != Duration{})
    a.to_us = calendar.Add(a.to_us, ahead.time.days, ahead.time.exact_us) + 1;
  if (ahead.periods > 0)
    a.to_us = calendar.DayStart(
        calendar.Shift(grid.grain(), grid.end_day(grid.size() - 1), ahead.periods));
  if (grid.grain() == Grain::kHour && ahead.periods > 0)
    a.to_us = grid.end_us() + ahead.periods * kMicrosPerHour;
  if (ahead.unlimited) a.to_us = kEver;
  if (const auto& window = WindowOf(metric))
    a.from_us = std::min(a.from_us, WindowStart(calendar, grid, 0, *window));
  if (const auto* sessions = metric.As<kind::Sessions>())
    a.from_us = calendar.Add(a.from_us, -sessions->gap->days, -sessions->gap->exact_us) - 1;
  if (traits.needs_past || !ConditionsOf(metric, project).empty()) a.from_us = -kEver;
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
  a.value = ValueOf(metric);
  const auto percentile = TraitsOf(metric).percentile;
  a.percentile = percentile.value_or(50);
  a.bucketed = bucketed && !percentile;
  // Extremes have no interval: no resampling sees beyond them.
  a.sampled = bucketed && percentile && !metric.Is<kind::Min, kind::Max>();
  if (a.entity.empty()) {
    // Conditions on the entity of a count or a sum that names none: the only one of its sources.
    for (const EventChoice& choice : metric.events) {
      for (const Source* source : project.SourcesOfEvent(choice.event)) {
        if (a.entity.empty() && !source->entities.empty()) a.entity = source->entities[0].name;
      }
    }
  }
  AddMetricFeeds(project, metric, where, a);
  AddConditionFeeds(project, metric, a);
  SetSpan(metric, project, grid, a);
  return a;
}

}  // namespace northstar
