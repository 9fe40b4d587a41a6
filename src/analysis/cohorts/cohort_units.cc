#include "analysis/cohorts/cohort_units.h"

#include <algorithm>
#include <set>

#include "analysis/cohorts/rhythm.h"
#include "base/text.h"
#include "model/metric_traits.h"
#include "model/project.h"
#include "plan/metric_unit.h"

namespace northstar {
namespace {

// Another entity that took part: the first that the sources of its events name beside its own.
std::string OtherEntityOf(const Project& project, const Metric& leaf) {
  for (const EventChoice& choice : leaf.events) {
    for (const Source* source : project.SourcesOfEvent(choice.event)) {
      for (const NamedExpr& entity : source->entities) {
        if (entity.name != leaf.entity) return entity.name;
      }
    }
  }
  return "";
}

Dose AsPresence(const Metric& metric, const std::vector<EventChoice>& events) {
  Dose dose{metric, metric.entity, DoseMeasure::kDays, 0, "days with an event"};
  dose.leaf.kind = kind::Active{DistinctOf(metric), AtLeastOf(metric), {}};
  dose.leaf.events = events;
  return dose;
}

Dose DoseOfActive(const Metric& metric) {
  const auto& active = std::get<kind::Active>(metric.kind);
  Dose dose = AsPresence(metric, metric.events);
  if (!active.distinct.empty()) {
    dose.measure = DoseMeasure::kOthers;
    dose.words = "different " + PluralOf(active.distinct);
  } else if (active.at_least > 1) {
    dose.measure = DoseMeasure::kRows;
    dose.words = "events";
  }
  dose.threshold = active.at_least > 1 ? active.at_least : 0;
  return dose;
}

// Whatever statistic the metric is of the values, an entity has their mean.
Dose DoseOfMean(const Metric& metric) {
  Dose dose{metric, metric.entity, DoseMeasure::kMean, 0, "mean of values"};
  dose.leaf.kind = kind::Average{ValueOf(metric)};
  dose.leaf.type_name = "average";
  return dose;
}

// Of a state the days on which it was switched on: switching it off is no more of it.
Dose DoseOfDays(const Metric& metric) {
  const auto* state = metric.As<kind::State>();
  return AsPresence(metric, state == nullptr ? metric.events : state->on);
}

// Of what a metric is made of: the first part that has one.
std::optional<Dose> DoseOfParts(const Project& project, const Metric& metric,
                                const DataFacts& facts) {
  const auto* ratio = metric.As<kind::Ratio>();
  const auto* lifecycle = metric.As<kind::Lifecycle>();
  // Of who is new there is nothing to have more of.
  if (lifecycle != nullptr && lifecycle->part == "new") return std::nullopt;
  for (const std::string& part : Project::PartsOf(metric)) {
    if (ratio != nullptr && part != ratio->numerator) continue;
    if (auto found = DoseOf(project, *project.FindMetric(part), facts)) return found;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Dose> DoseOf(const Project& project, const Metric& metric, const DataFacts& facts) {
  std::optional<Dose> dose;
  switch (TraitsOf(metric).early) {
    case EarlyAmount::kNone:
      return std::nullopt;
    case EarlyAmount::kOfParts:
      return DoseOfParts(project, metric, facts);
    case EarlyAmount::kRows:
      // As presence, so that days and other entities are known beside the number of events.
      dose = AsPresence(metric, metric.events);
      dose->measure = DoseMeasure::kRows;
      dose->words = "events";
      break;
    case EarlyAmount::kSum:
      dose = Dose{metric, metric.entity, DoseMeasure::kValue, 0, "sum of values"};
      break;
    case EarlyAmount::kMean:
      dose = DoseOfMean(metric);
      break;
    case EarlyAmount::kThreshold:
      dose = DoseOfActive(metric);
      break;
    case EarlyAmount::kDays:
      dose = DoseOfDays(metric);
      break;
    case EarlyAmount::kReached:
      dose = Dose{metric, metric.entity, DoseMeasure::kReached, 0, "1 if reached, 0 if not"};
      break;
    case EarlyAmount::kTimesReached:
      dose = Dose{metric, metric.entity, DoseMeasure::kRows, 0, "times reached"};
      break;
    case EarlyAmount::kSessions:
      dose = Dose{metric, metric.entity, DoseMeasure::kRows, 0, "sessions"};
      break;
  }
  Metric& leaf = dose->leaf;
  leaf.entity = UnitOf(project, leaf, facts).entity;
  dose->entity = leaf.entity;
  if (leaf.entity.empty()) return std::nullopt;
  // Who took part is known of presences, whether the metric asks for it or not.
  if (auto* active = std::get_if<kind::Active>(&leaf.kind); active && active->distinct.empty())
    active->distinct = OtherEntityOf(project, leaf);
  return dose;
}

double MeasureDose(const Histories& histories, const Histories::Entity& entity, DoseMeasure measure,
                   int from, int to) {
  const auto begin = histories.steps.begin() + entity.first;
  const auto end = histories.steps.begin() + entity.last;
  const auto before = [](const Histories::Step& step, int day) { return step.period < day; };
  const auto first = std::lower_bound(begin, end, from, before);
  const auto last = std::lower_bound(first, end, to, before);
  double rows = 0;
  double value = 0;
  double days = 0;
  int32_t day = -1;
  std::set<uint32_t> others;
  for (auto step = first; step != last; ++step) {
    rows += step->n;
    value += step->v;
    days += step->period != day;
    day = step->period;
    if (measure == DoseMeasure::kOthers && step->other != Histories::kNoOther)
      others.insert(step->other);
  }
  switch (measure) {
    case DoseMeasure::kRows:
      return rows;
    case DoseMeasure::kValue:
      return value;
    case DoseMeasure::kMean:
      return rows > 0 ? value / rows : 0;
    case DoseMeasure::kDays:
      return days;
    case DoseMeasure::kOthers:
      return static_cast<double>(others.size());
    case DoseMeasure::kReached:
      return value > 0 ? 1 : 0;
  }
  return 0;
}

namespace {

struct StepSpan {
  const Histories::Step* begin;
  const Histories::Step* end;
};

}  // namespace

MeasuredUnits MeasureUnits(const UnitHistories& histories, const Histories& dose,
                           DoseMeasure measure, const ActivityRoles& roles,
                           const CohortDesign& design) {
  MeasuredUnits out;
  const Histories& activity = *histories.activity;
  const int early = design.early_days;
  const int horizon = design.horizon();
  const int gone_after = GoneAfterDays(histories.rhythm_days);
  auto dosed = dose.entities.begin();
  auto payer = histories.paid != nullptr ? histories.paid->entities.begin()
                                         : std::vector<Histories::Entity>::const_iterator();
  for (const Histories::Entity& entity : activity.entities) {
    const StepSpan steps{activity.steps.data() + entity.first, activity.steps.data() + entity.last};
    CohortUnit unit;
    unit.first_day = steps.begin->period;
    if (unit.first_day < histories.first_day) {
      ++out.maybe_older;
      continue;
    }
    if (unit.first_day + horizon > histories.end_day) {
      ++out.too_young;
      continue;
    }
    unit.cohort = static_cast<int>(histories.day_cohort[static_cast<size_t>(unit.first_day)]);
    int day_before = -1;
    int last_seen = unit.first_day;
    for (const Histories::Step* step = steps.begin; step != steps.end; ++step) {
      if (step->period >= histories.end_day) break;
      const bool counts = !roles.Pays(step->role);
      if (counts) last_seen = step->period;
      const int day = step->period - unit.first_day;
      if (day < early && counts) {
        unit.activity += step->n;
        unit.active_days += day != day_before;
        day_before = day;
        unit.last_active = day;
      } else if (day >= early && day < horizon && roles.Returns(step->role)) {
        unit.returned = true;
      }
    }
    unit.gone = last_seen + gone_after < histories.end_day;
    unit.followed_days =
        (unit.gone ? last_seen : histories.end_day - gone_after) - unit.first_day - early;
    while (dosed != dose.entities.end() && dosed->id < entity.id) ++dosed;
    if (dosed != dose.entities.end() && dosed->id == entity.id)
      unit.early = MeasureDose(dose, *dosed, measure, unit.first_day, unit.first_day + early);
    if (histories.paid != nullptr) {
      while (payer != histories.paid->entities.end() && payer->id < entity.id) ++payer;
      if (payer != histories.paid->entities.end() && payer->id == entity.id)
        unit.paid = MeasureDose(*histories.paid, *payer, DoseMeasure::kValue,
                                unit.first_day + early, unit.first_day + horizon);
    }
    out.units.push_back(unit);
  }
  return out;
}

}  // namespace northstar
