// value_not_reach: would twice the number be twice the value? A number whose entities are gone in
// the next period is hollow; one that moves only with sign-ups counts reach. (METHODS 5.2)
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/candidate_test.h"
#include "base/text.h"
#include "stats/describe.h"
#include "stats/proportion.h"

namespace northstar {
namespace {

constexpr size_t kMostPeriods = 12;  // the latest

struct Hollow {
  int64_t counted = 0, gone = 0;
};

bool ActiveIn(const CandidateUnits& units, const Histories::Entity& entity, int from, int to) {
  const auto begin = units.histories.activity->steps.begin() + entity.first;
  const auto end = units.histories.activity->steps.begin() + entity.last;
  const auto first = std::lower_bound(
      begin, end, from, [](const Histories::Step& step, int day) { return step.period < day; });
  for (auto step = first; step != end && step->period < to; ++step) {
    if (units.IsActivity(*step)) return true;
  }
  return false;
}

// How long somebody may be away before it is called gone: the next period, and not less than the
// pace of the product, which a week in a shop says little about.
int DaysAfter(const CandidateEvidence& evidence, const DayRange& range) {
  return std::max(evidence.units->retention.design.early_days, range.to - range.from);
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
      hollow.gone += !known || !ActiveIn(units, *active, range.to, to);
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

std::string DoublingWords(const CandidateUnits& units) {
  std::vector<std::string> parts;
  const Doubling* any = nullptr;
  const auto add = [&](const CohortFindings& f, const char* verb) {
    if (!f.doubling) return;
    any = &*f.doubling;
    const char* unit = f.outcome == CohortOutcome::kRetention ? "often" : "much";
    const bool same = std::fabs(f.doubling->ratio - 1) < 0.05;
    parts.push_back(
        same ? fmt::format("{} about as {}", verb, unit)
             : fmt::format("{} {} times as {}", verb, Humanize(f.doubling->ratio, 2), unit));
  };
  add(units.retention, "stayed");
  add(units.revenue, "paid");
  if (any == nullptr) return "";
  return fmt::format(
      " If it doubled, would customers get twice the value? New {} with about twice as much of it "
      "({} against {}) {}.",
      Several(units.dose.entity), Humanize(any->doubled, 2), Humanize(any->dose, 2),
      Join(parts, " and "));
}

}  // namespace

TestOutcome TestValueNotReach(const CandidateEvidence& evidence) {
  const auto& rules = evidence.project.judgement.value_not_reach;
  if (evidence.units == nullptr) return NoUnits(evidence, "who comes back is not known");
  if (evidence.units->passing) {
    return NotEnough(fmt::format(
        "Every {} is seen once by nature, so none can come back: count it per entity that "
        "can.",
        evidence.units->dose.entity));
  }
  const std::vector<DayRange> periods = CompletePeriods(evidence);
  if (periods.empty()) return NotEnough("There is no complete period yet.");
  const Hollow hollow = CountHollow(evidence, periods);
  if (hollow.counted < 30)
    return NotEnough("Too few entities stand behind it to say whether they come back.");
  TestOutcome out;
  const stats::Proportion gone = stats::Wilson(hollow.gone, hollow.counted, 0.95);
  const auto signups = ShareOfSignups(evidence, periods);
  out.value = gone.share;
  out.low = gone.low;
  out.high = gone.high;
  out.unit = "share of its entities without any activity in the next period";
  out.detail.emplace_back("entity", evidence.units->dose.entity);
  out.detail.emplace_back("counted", static_cast<double>(hollow.counted));
  if (signups) out.detail.emplace_back("share_of_movement_by_signups", *signups);
  for (const CohortFindings* f : {&evidence.units->retention, &evidence.units->revenue}) {
    if (!f->doubling) continue;
    out.detail.emplace_back(
        f->outcome == CohortOutcome::kRetention ? "doubled_stays_ratio" : "doubled_pays_ratio",
        f->doubling->ratio);
  }
  out.score = 100 * (1 - gone.share);
  out.score_low = 100 * (1 - gone.high);
  out.score_high = 100 * (1 - gone.low);
  const std::string units = Several(evidence.units->dose.entity);
  const std::string next = fmt::format("in the {} days after", DaysAfter(evidence, periods[0]));
  if (gone.low > rules.hollow) {
    out.verdict = Verdict::kFail;
    out.finding = "HOLLOW";
    out.sentence = fmt::format(
        "{} of the {} behind it did nothing at all {}: the number is filled "
        "by visitors who leave.",
        Percent(gone.share), units, next);
  } else if (signups && *signups >= rules.reach_only) {
    out.verdict = Verdict::kFail;
    out.finding = "REACH_ONLY";
    out.score = std::min(*out.score, 100 * (1 - *signups));
    out.sentence = fmt::format(
        "{} of its movement goes with the number of new {}: it counts how many come, "
        "not what they get.",
        Percent(*signups), units);
  } else {
    out.verdict = Verdict::kPass;
    out.sentence = fmt::format("{} of the {} behind it were active again {}.",
                               Percent(1 - gone.share), units, next);
    if (signups)
      out.sentence += fmt::format(" New {} explain {} of its movement.", units, Percent(*signups));
  }
  out.sentence += DoublingWords(*evidence.units);
  return out;
}

}  // namespace northstar
