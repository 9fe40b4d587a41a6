// value_not_reach: would twice the number be twice the value? A number whose entities are gone in
// the next period is hollow; one that moves only with sign-ups counts reach.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/cohorts/rhythm.h"
#include "analysis/evaluate/candidate_test.h"
#include "model/project.h"
#include "stats/describe.h"
#include "stats/proportion.h"
#include "words/candidate/value_not_reach.h"

namespace northstar {
namespace {

constexpr size_t kMostPeriods = 12;  // the latest

struct Hollow {
  int64_t counted = 0, gone = 0;
};

bool ActedIn(const CandidateUnits& units, const Histories::Entity& entity, int from, int to) {
  const auto begin = units.histories.activity->steps.begin() + entity.first;
  const auto end = units.histories.activity->steps.begin() + entity.last;
  const auto first = std::lower_bound(
      begin, end, from, [](const Histories::Step& step, int day) { return step.period < day; });
  for (auto step = first; step != end && step->period < to; ++step) {
    if (units.roles.Acts(step->role)) return true;
  }
  return false;
}

// How long somebody may be away before it is called gone: the next period, and not less than the
// rhythm of the product takes, of which a week in a shop says little.
int DaysAfter(const CandidateEvidence& evidence, const DayRange& range) {
  return std::max(ReturnDays(evidence.units->histories.rhythm_days), range.to - range.from);
}

// Of the entities in the metric, those without any activity in the stretch that follows.
Hollow CountHollow(const CandidateEvidence& evidence, std::vector<DayRange> periods) {
  const CandidateUnits& units = *evidence.units;
  std::erase_if(periods, [&](const DayRange& range) {
    return range.to + DaysAfter(evidence, range) > units.histories.end_day;
  });
  if (periods.size() > kMostPeriods) periods.erase(periods.begin(), periods.end() - kMostPeriods);
  Hollow hollow;
  auto active = units.histories.activity->entities.begin();
  const auto end = units.histories.activity->entities.end();
  for (const Histories::Entity& entity : units.doses->entities) {
    while (active != end && active->id < entity.id) ++active;
    for (const DayRange& range : periods) {
      const double dose =
          MeasureDose(*units.doses, entity, units.dose.measure, range.from, range.to);
      if (!(dose > 0) || dose < units.dose.threshold) continue;
      ++hollow.counted;
      const int to = range.to + DaysAfter(evidence, range);
      const bool known = active != end && active->id == entity.id;
      hollow.gone += !known || !ActedIn(units, *active, range.to, to);
    }
  }
  return hollow;
}

// New entities per period, as growth beside the growth of the metric: the share of its movement
// that goes with theirs, signed by the direction.
std::optional<double> ShareOfSignups(const CandidateEvidence& evidence,
                                     const std::vector<DayRange>& periods) {
  const CandidateUnits& units = *evidence.units;
  std::vector<double> fresh(periods.size(), 0);
  for (const Histories::Entity& entity : units.histories.activity->entities) {
    const int first = units.histories.activity->steps[entity.first].period;
    const auto after =
        std::upper_bound(periods.begin(), periods.end(), first,
                         [](int day, const DayRange& range) { return day < range.to; });
    if (after != periods.end() && after->from <= first)
      ++fresh[static_cast<size_t>(after - periods.begin())];
  }
  std::vector<double> a;
  std::vector<double> b;
  for (size_t i = 1; i < periods.size(); ++i) {
    const bool neighbours = periods[i].period == periods[i - 1].period + 1;
    const auto& now = evidence.series.points[periods[i].period].value;
    const auto& before = evidence.series.points[periods[i - 1].period].value;
    if (!neighbours || !now || !before || !(*now > 0) || !(*before > 0) || !(fresh[i] > 0) ||
        !(fresh[i - 1] > 0))
      continue;
    a.push_back(std::log(*now / *before));
    b.push_back(std::log(fresh[i] / fresh[i - 1]));
  }
  if (static_cast<double>(a.size()) < evidence.project.judgement.value_not_reach.least_changes)
    return std::nullopt;
  const auto r = stats::Correlation(a, b);
  if (!r) return std::nullopt;
  return *r <= 0 ? 0 : *r * *r;
}

std::optional<DoubledValue> DoubledOf(const CandidateUnits& units) {
  std::optional<DoubledValue> doubled;
  for (const CohortFindings* f : {&units.retention, &units.revenue}) {
    if (!f->doubling) continue;
    if (!doubled) doubled.emplace();
    doubled->early = f->doubling->dose;
    doubled->doubled = f->doubling->doubled;
    (f->outcome == CohortOutcome::kRetention ? doubled->retained_ratio : doubled->paid_ratio) =
        f->doubling->ratio;
  }
  return doubled;
}

void AddDetail(const CandidateUnits& units, const Hollow& hollow, int days,
               const std::optional<double>& signups, TestOutcome& out) {
  out.detail.emplace_back("entity", units.dose.entity);
  out.detail.emplace_back("counted", static_cast<double>(hollow.counted));
  out.detail.emplace_back("rhythm_days", units.histories.rhythm_days);
  out.detail.emplace_back("return_days", static_cast<double>(days));
  if (signups) out.detail.emplace_back("share_of_movement_by_signups", *signups);
  for (const CohortFindings* f : {&units.retention, &units.revenue}) {
    if (!f->doubling) continue;
    out.detail.emplace_back(
        f->outcome == CohortOutcome::kRetention ? "doubled_stays_ratio" : "doubled_pays_ratio",
        f->doubling->ratio);
  }
}

struct Judged {
  const CandidateUnits& units;
  stats::Proportion gone;
  std::optional<double> signups;
};

// A number whose own events are all that is known of its customers is not hollow: whether those who
// did not do it again did something else cannot be told.
ValueNotReachStatement::Code Judge(const Judged& j,
                                   const decltype(Judgement::value_not_reach)& rules,
                                   TestOutcome& out) {
  using Code = ValueNotReachStatement::Code;
  const bool most_gone = j.gone.low > rules.hollow;
  if (most_gone && !j.units.roles.own_events_only) {
    out.verdict = Verdict::kFail;
    out.finding = "HOLLOW";
    return Code::kHollow;
  }
  if (j.signups && *j.signups >= rules.reach_only) {
    out.verdict = Verdict::kFail;
    out.finding = "REACH_ONLY";
    out.score = std::min(*out.score, 100 * (1 - *j.signups));
    return Code::kReachOnly;
  }
  if (most_gone) {
    out.verdict = Verdict::kInsufficientData;
    out.finding = "NOT_ENOUGH_DATA";
    out.score = out.score_low = out.score_high = std::nullopt;
    return Code::kValueUnknown;
  }
  out.verdict = Verdict::kPass;
  return Code::kComeBack;
}

TestOutcome TooLittle(ValueNotReachStatement::Code code, const std::string& entity, int days = 0) {
  return NotEnough(Words(ValueNotReachStatement{code, entity, days}));
}

}  // namespace

TestOutcome TestValueNotReach(const CandidateEvidence& evidence) {
  using Code = ValueNotReachStatement::Code;
  if (evidence.units == nullptr)
    return NoUnits(evidence, NotTestedStatement::Therefore::kReturnUnknown);
  const CandidateUnits& units = *evidence.units;
  const std::string& entity = units.dose.entity;
  if (units.passing) return OccursOnce(evidence);
  const std::vector<DayRange> periods = CompletePeriods(evidence);
  if (periods.empty()) return TooLittle(Code::kNoPeriod, entity);
  if (units.histories.activity->entities.empty()) return TooLittle(Code::kNoActivity, entity);
  const int days = DaysAfter(evidence, periods[0]);
  const Hollow hollow = CountHollow(evidence, periods);
  if (hollow.counted < 30) return TooLittle(Code::kTooFewCounted, entity, days);
  TestOutcome out;
  const stats::Proportion gone = stats::Wilson(hollow.gone, hollow.counted, 0.95);
  const auto signups = ShareOfSignups(evidence, periods);
  out.value = gone.share;
  out.low = gone.low;
  out.high = gone.high;
  out.unit = fmt::format("share of its entities without any activity in the next {} days", days);
  out.score = 100 * (1 - gone.share);
  out.score_low = 100 * (1 - gone.high);
  out.score_high = 100 * (1 - gone.low);
  AddDetail(units, hollow, days, signups, out);
  const Code code = Judge({units, gone, signups}, evidence.project.judgement.value_not_reach, out);
  out.said = Words(ValueNotReachStatement{code, entity, days, gone.share, signups,
                                          units.roles.own_events_only, DoubledOf(units)});
  return out;
}

}  // namespace northstar
