// What the entities behind the candidates did, gathered in the same scan as everything else: when
// each was there and with which events, what it paid, what it added to each candidate. Candidates
// of the same entity are judged on the same units and windows.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analysis/cohorts/activity_events.h"
#include "analysis/cohorts/cohort_validation.h"
#include "analysis/query/query.h"
#include "words/candidate/predicts.h"

namespace northstar {

// One candidate's units; everything refers to days of one grid.
struct CandidateUnits {
  Dose dose;
  PeriodGrid days;
  UnitHistories histories;
  const Histories* doses = nullptr;
  const Histories* incentivised = nullptr;  // the part that was pushed or paid for, where defined
  ActivityRoles roles;
  double sampled = 1;    // share of all entities, 0-1
  bool passing = false;  // its entities are seen once by nature, like a customer's invoice
  CohortFindings retention, revenue;
  std::optional<NoPayments> no_payments;  // none: payments can be told by entity

  // Day of the grid on which a local day lies; may lie outside.
  int DayOf(Day day) const { return days.IndexOfDay(day); }
  // Whether a step of the activity says that the unit was active: payments are no activity.
  bool IsActivity(const Histories::Step& step) const { return !roles.Pays(step.role); }
};

class UnitEvidence {
 public:
  UnitEvidence(SharedGather& gather, const ProjectRef& project, const DataFacts& facts)
      : gather_(gather), project_(project), facts_(facts) {}

  // Of the metrics that are judged: what they count is activity. Before the first request.
  void SetCandidates(std::vector<const Metric*> candidates) { candidates_ = std::move(candidates); }
  // Before the gather runs. `grain`: the candidate's natural one; `as_of_us`: what is known of it.
  void Request(const Metric& candidate, Grain grain, const Completeness& completeness,
               const Metric* outcome);
  // After it ran: measures units and tests them. Null where a metric's value does not come from
  // entities. The pointers stay valid with this object.
  const CandidateUnits* Of(const Metric& candidate);
  // What counts as activity, by entity, in the order of the requests.
  std::vector<ActivityEvents> Activities() const;

 private:
  struct Kind {  // of entity
    std::string entity;
    PeriodGrid days;
    std::vector<Feed> feeds;  // by role
    int sampled_buckets = kBuckets;
    ActivityEvents events;
    size_t activity = 0;
    std::optional<size_t> paid;
    std::optional<std::set<std::string>> paid_events;  // none: any
    std::optional<NoPayments> no_payments;
    std::vector<bool> paying_roles;
    Grain slowest = Grain::kDay;  // natural grain of its candidates
    int64_t since_us = 0, as_of_us = 0;
    // After the gather.
    bool prepared = false;
    UnitHistories histories;
    CohortDesign design;
    bool seen_once = false;  // hardly any entity is seen on a second day
  };
  struct Requested {
    const Metric* metric;
    Dose dose;
    size_t kind;
    size_t doses;
    std::optional<size_t> incentivised;
  };

  size_t KindOf(const std::string& entity, const Completeness& completeness, const Metric* outcome);
  void RequestPaid(Kind& kind, const Metric* outcome);
  void LeaveOutPayments(const Kind& kind, Metric& leaf) const;
  std::vector<bool> RolesOf(const Kind& kind, const Metric& metric) const;
  std::vector<bool> OwnRolesOf(const Kind& kind, const Metric& candidate) const;
  void Prepare(Kind& kind) const;
  bool EnoughUnits(const Kind& kind, const CohortDesign& design) const;

  SharedGather& gather_;
  const ProjectRef& project_;
  const DataFacts& facts_;
  std::vector<const Metric*> candidates_;
  std::vector<Kind> kinds_;
  std::vector<Requested> requested_;
  std::map<const Metric*, std::unique_ptr<CandidateUnits>> found_;
};

}  // namespace northstar
