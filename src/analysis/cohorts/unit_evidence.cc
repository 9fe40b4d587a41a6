#include "analysis/cohorts/unit_evidence.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/cohorts/rhythm.h"
#include "base/random.h"
#include "model/income.h"
#include "model/project.h"
#include "plan/timeline_plan.h"

namespace northstar {
namespace {

constexpr double kMostUnits = 100'000;  // of one kind; of more a random share is looked at

// Everything that a metric looks at, by event name; nullopt: any event.
std::optional<std::set<std::string>> EventsOf(const Project& project, const Metric& metric) {
  std::set<std::string> names;
  bool any = false;
  const auto take = [&](const std::vector<EventChoice>& choices) {
    for (const EventChoice& choice : choices) {
      any = any || choice.event.empty();
      names.insert(choice.event);
    }
  };
  for (const Metric* leaf : project.LeavesOf(metric)) {
    const Metric& base = BaseOf(*leaf, project);
    for (const auto* choices : EventListsOf(base)) take(*choices);
  }
  if (any) return std::nullopt;
  return names;
}

// The metric that adds up what entities pay, when the outcome is made of one.
const Metric* PaidBy(const Project& project, const Metric& outcome) {
  if (outcome.Is<kind::Sum, kind::Count>()) return &outcome;
  if (const auto* sum = outcome.As<kind::Cumulative>())
    return PaidBy(project, *project.FindMetric(sum->metric));
  if (const auto* ratio = outcome.As<kind::Ratio>())
    return PaidBy(project, *project.FindMetric(ratio->numerator));
  return nullptr;
}

}  // namespace

std::vector<bool> UnitEvidence::RolesOf(const Kind& kind, const Metric& metric) const {
  const auto names = EventsOf(*project_, metric);
  std::vector<bool> roles(std::min<size_t>(kind.feeds.size(), role::kCondition), false);
  for (size_t f = 0; f < kind.feeds.size(); ++f) {
    const bool own = !names || names->contains(kind.feeds[f].event);
    if (own) roles[std::min<size_t>(f, role::kCondition - 1)] = true;
  }
  return roles;
}

// One that counts whatever units do does not count their payments as such, where there is more.
std::vector<bool> UnitEvidence::OwnRolesOf(const Kind& kind, const Metric& candidate) const {
  std::vector<bool> own = RolesOf(kind, candidate);
  if (EventsOf(*project_, candidate)) return own;
  std::vector<bool> unpaid = own;
  for (size_t r = 0; r < unpaid.size() && r < kind.paying_roles.size(); ++r)
    unpaid[r] = unpaid[r] && !kind.paying_roles[r];
  return std::find(unpaid.begin(), unpaid.end(), true) != unpaid.end() ? unpaid : own;
}

void UnitEvidence::RequestPaid(Kind& kind, const Metric* outcome) {
  if (outcome == nullptr) {
    kind.no_payments = NoPayments::kNoOutcome;
    return;
  }
  const Metric* paid = PaidBy(*project_, *outcome);
  if (paid == nullptr) {
    kind.no_payments = NoPayments::kNotIndividual;
    return;
  }
  const std::vector<Feed> feeds = FeedsOf(*project_, paid->events);
  const bool names_it = std::any_of(feeds.begin(), feeds.end(), [&](const Feed& feed) {
    const Source* source = project_->FindSource(feed.source);
    return source != nullptr && source->HasEntity(kind.entity);
  });
  if (!names_it) {
    kind.no_payments = NoPayments::kNotNamed;
    return;
  }
  SharedGather::HistoryRequest request{*paid, kind.days, kind.sampled_buckets, false, 0};
  request.metric.entity = kind.entity;
  kind.paid = gather_.AddHistories(std::move(request));
  kind.paid_events = EventsOf(*project_, *paid);
  kind.paying_roles = RolesOf(kind, *paid);
}

size_t UnitEvidence::KindOf(const std::string& entity, const Completeness& completeness,
                            const Metric* outcome) {
  for (size_t k = 0; k < kinds_.size(); ++k) {
    if (kinds_[k].entity == entity) return k;
  }
  Kind kind;
  kind.entity = entity;
  Metric activity;
  activity.name = "activity";
  activity.kind = kind::Active{};
  activity.type_name = "active";
  activity.entity = entity;
  std::map<std::string, int64_t> rows;  // by event
  int64_t first_us = completeness.as_of_us;
  for (const Source& source : project_->sources) {
    const auto facts = facts_.sources.find(source.name);
    if (!source.HasEntity(entity) || facts == facts_.sources.end() || facts->second.rows == 0 ||
        source.kind == Source::Kind::kFeedback || source.kind == Source::Kind::kIdentities)
      continue;
    first_us = std::min(first_us, facts->second.first_us);
    for (const auto& [event, count] : facts->second.event_rows) rows[event] += count;
  }
  kind.events = FindActivity(*project_, entity, rows, candidates_);
  for (const std::string& event : kind.events.counted)
    activity.events.push_back({event, nullptr, {}});
  kind.feeds = FeedsOf(*project_, activity.events);
  kind.days =
      project_->calendar.Grid(Grain::kDay, first_us, std::max(first_us, completeness.as_of_us - 1));
  const auto ordinals = facts_.entity_ordinals.find(entity);
  const double entities =
      ordinals == facts_.entity_ordinals.end() ? 0 : ordinals->second * double{kBuckets};
  if (entities > kMostUnits) {
    kind.sampled_buckets =
        std::max(1, static_cast<int>(std::ceil(kBuckets * kMostUnits / entities)));
  }
  kind.activity =
      gather_.AddHistories({std::move(activity), kind.days, kind.sampled_buckets, true, 0});
  RequestPaid(kind, outcome);
  kind.since_us = completeness.since_us;
  kind.as_of_us = completeness.as_of_us;
  kinds_.push_back(std::move(kind));
  return kinds_.size() - 1;
}

void UnitEvidence::Request(const Metric& candidate, Grain grain, const Completeness& completeness,
                           const Metric* outcome) {
  auto dose = DoseOf(*project_, candidate, facts_);
  if (!dose) return;
  Requested requested{&candidate, std::move(*dose), 0, 0, {}};
  requested.kind = KindOf(requested.dose.entity, completeness, outcome);
  Kind& kind = kinds_[requested.kind];
  LeaveOutPayments(kind, requested.dose.leaf);
  // Money is a candidate only to be refused; it must not slow the others down.
  if (!IsOwnIncome(*project_, candidate, outcome)) kind.slowest = std::max(kind.slowest, grain);
  kind.since_us = std::max(kind.since_us, completeness.since_us);
  kind.as_of_us = std::min(kind.as_of_us, completeness.as_of_us);
  requested.doses =
      gather_.AddHistories({requested.dose.leaf, kind.days, kind.sampled_buckets, false, 0});
  if (candidate.incentivised) {
    Metric part = requested.dose.leaf;
    part.name += " (incentivised)";
    part.where = AndAll({part.where, candidate.incentivised});
    requested.incentivised =
        gather_.AddHistories({std::move(part), kind.days, kind.sampled_buckets, false, 0});
  }
  requested_.push_back(std::move(requested));
}

// What the outcome is made of must not predict it; where there is nothing else, early payments
// stand against later ones.
void UnitEvidence::LeaveOutPayments(const Kind& kind, Metric& leaf) const {
  if (!kind.paid) return;
  std::vector<EventChoice> kept;
  for (const EventChoice& choice : leaf.events) {
    if (!choice.event.empty()) {
      kept.push_back(choice);
      continue;
    }
    for (const std::string& event : kind.events.counted) kept.push_back({event, choice.where, {}});
    for (const LeftOutEvent& one : kind.events.left_out)
      kept.push_back({one.event, choice.where, {}});
  }
  std::erase_if(kept, [&](const EventChoice& choice) {
    return !kind.paid_events || kind.paid_events->contains(choice.event);
  });
  if (!kept.empty()) leaf.events = std::move(kept);
}

namespace {

// Hardly any of them is seen on a second day.
bool AreSeenOnce(const Histories& activity) {
  size_t back = 0;
  for (const Histories::Entity& entity : activity.entities)
    back += activity.steps[entity.first].period != activity.steps[entity.last - 1].period;
  return activity.entities.size() >= 100 && back * 50 < activity.entities.size();
}

// They belong to others of which each has several: invoices of customers.
bool BelongToOthers(const Histories& doses) {
  std::set<uint32_t> others;
  size_t owned = 0;
  for (const Histories::Entity& entity : doses.entities) {
    const uint32_t other = doses.steps[entity.first].other;
    if (other == Histories::kNoOther) continue;
    ++owned;
    others.insert(other);
  }
  return owned * 2 > doses.entities.size() && owned * 10 > others.size() * 13;
}

}  // namespace

bool UnitEvidence::EnoughUnits(const Kind& kind, const CohortDesign& design) const {
  std::set<int64_t> cohorts;
  double units = 0;
  for (const Histories::Entity& entity : kind.histories.activity->entities) {
    const int first = kind.histories.activity->steps[entity.first].period;
    if (first < kind.histories.first_day || first + design.horizon() > kind.histories.end_day)
      continue;
    ++units;
    cohorts.insert(kind.histories.day_cohort[static_cast<size_t>(first)]);
  }
  const auto& rules = project_->judgement.cohorts;
  return units >= rules.least_units && static_cast<double>(cohorts.size()) >= rules.least_cohorts;
}

// Windows by the rhythm of the product: a monthly habit shows nothing within a week. The outcome is
// looked for at least as long as it may take to return.
void UnitEvidence::Prepare(Kind& kind) const {
  if (kind.prepared) return;
  kind.prepared = true;
  const auto& rules = project_->judgement.cohorts;
  kind.histories.activity = &gather_.HistoriesOf(kind.activity);
  if (kind.paid) kind.histories.paid = &gather_.HistoriesOf(*kind.paid);
  if (kind.paid && kind.histories.paid->entities.empty()) {
    kind.histories.paid = nullptr;
    kind.no_payments = NoPayments::kNoneMatched;
  }
  const auto day_at = [&](int64_t us) {  // the first day that starts at the instant or later
    const auto& bounds = kind.days.bounds();
    return static_cast<int>(std::lower_bound(bounds.begin(), bounds.end(), us) - bounds.begin());
  };
  kind.histories.first_day = day_at(kind.since_us) + static_cast<int>(rules.left_censored_days);
  const auto& bounds = kind.days.bounds();
  kind.histories.end_day =
      static_cast<int>(std::upper_bound(bounds.begin(), bounds.end(), kind.as_of_us) -
                       bounds.begin()) -
      1;
  kind.histories.rhythm_days = RhythmOf(*kind.histories.activity);
  kind.seen_once = AreSeenOnce(*kind.histories.activity);
  const int by_rhythm = EarlyDays(kind.histories.rhythm_days);
  const int by_grain = kind.slowest >= Grain::kMonth ? 28 : 7;
  kind.design.early_days =
      rules.early_days > 0 ? static_cast<int>(rules.early_days) : std::max(by_rhythm, by_grain);
  kind.design.cohort =
      kind.histories.end_day - kind.histories.first_day >= 180 ? Grain::kMonth : Grain::kWeek;
  int64_t number = -1;
  Day current = 0;
  for (int d = 0; d < kind.days.size(); ++d) {
    const Day start = project_->calendar.PeriodStart(kind.design.cohort, kind.days.start_day(d));
    if (number < 0 || start != current) ++number;
    current = start;
    kind.histories.day_cohort.push_back(number);
  }
  const int least = (ReturnDays(kind.histories.rhythm_days) + 27) / 28;
  kind.design.months_ahead = std::max(least, static_cast<int>(rules.months_ahead));
  if (!EnoughUnits(kind, kind.design)) kind.design.months_ahead = least;
}

std::vector<ActivityEvents> UnitEvidence::Activities() const {
  std::vector<ActivityEvents> all;
  for (const Kind& kind : kinds_) all.push_back(kind.events);
  return all;
}

const CandidateUnits* UnitEvidence::Of(const Metric& candidate) {
  const auto known = found_.find(&candidate);
  if (known != found_.end()) return known->second.get();
  auto& slot = found_[&candidate];
  const auto requested = std::find_if(requested_.begin(), requested_.end(),
                                      [&](const Requested& r) { return r.metric == &candidate; });
  if (requested == requested_.end()) return nullptr;
  Kind& kind = kinds_[requested->kind];
  Prepare(kind);
  slot = std::make_unique<CandidateUnits>();
  slot->dose = requested->dose;
  slot->days = kind.days;
  slot->histories = kind.histories;
  slot->doses = &gather_.HistoriesOf(requested->doses);
  if (requested->incentivised) slot->incentivised = &gather_.HistoriesOf(*requested->incentivised);
  slot->roles = RolesIn(*kind.histories.activity, OwnRolesOf(kind, candidate), kind.paying_roles,
                        kind.design.early_days);
  slot->sampled = static_cast<double>(kind.sampled_buckets) / kBuckets;
  slot->no_payments = kind.no_payments;
  slot->passing = kind.seen_once && BelongToOthers(*slot->doses);
  const MeasuredUnits units =
      MeasureUnits(slot->histories, *slot->doses, slot->dose.measure, slot->roles, kind.design);
  const uint64_t seed = MixText("cohort." + candidate.name);
  slot->retention =
      ValidateCohorts(units, CohortOutcome::kRetention, kind.design, project_->judgement, seed);
  if (kind.histories.paid != nullptr)
    slot->revenue =
        ValidateCohorts(units, CohortOutcome::kRevenue, kind.design, project_->judgement, seed);
  return slot.get();
}

}  // namespace northstar
