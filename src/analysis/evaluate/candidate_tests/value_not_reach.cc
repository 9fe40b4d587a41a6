// value_not_reach: would twice the number be twice the value? A number whose entities are gone in
// the next period is hollow; one that moves only with sign-ups counts reach.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/cohorts/rhythm.h"
#include "analysis/evaluate/candidate_test.h"
#include "base/text.h"
#include "stats/describe.h"
#include "stats/proportion.h"
#include "words/phrases.h"

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
  add(units.retention, "were retained");
  add(units.revenue, "paid");
  if (any == nullptr) return "";
  return fmt::format(
      " If it doubled, would customers get twice the value? New {} with about twice the early "
      "value ({} rather than {}) {}.",
      Several(units.dose.entity), Humanize(any->doubled, 2), Humanize(any->dose, 2),
      Join(parts, " and "));
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
  int days;  // in which return was looked for
};

// A number whose own events are all that is known of its customers is not hollow: whether those who
// did not do it again did something else cannot be told.
void Judge(const Judged& j, const decltype(Judgement::value_not_reach)& rules, TestOutcome& out) {
  const std::string units = Several(j.units.dose.entity);
  const bool own_only = j.units.roles.own_events_only;
  const bool most_gone = j.gone.low > rules.hollow;
  if (most_gone && !own_only) {
    out.verdict = Verdict::kFail;
    out.finding = "HOLLOW";
    out.said.first = fmt::format(
        "{} of the {} behind it did nothing at all in the next {} days: the number consists "
        "largely of visitors who leave.",
        Percent(j.gone.share), units, j.days);
  } else if (j.signups && *j.signups >= rules.reach_only) {
    out.verdict = Verdict::kFail;
    out.finding = "REACH_ONLY";
    out.score = std::min(*out.score, 100 * (1 - *j.signups));
    out.said.first = fmt::format(
        "{} of its movement is explained by the number of new {}: it counts how many come, not "
        "what they get.",
        Percent(*j.signups), units);
  } else if (most_gone) {
    out.verdict = Verdict::kInsufficientData;
    out.finding = "NOT_ENOUGH_DATA";
    out.score = out.score_low = out.score_high = std::nullopt;
    out.said.first = fmt::format(
        "{} of the {} behind it did it again in the next {} days. It is unknown whether the others "
        "still got value: the data has no other activity of {}.",
        Percent(1 - j.gone.share), units, j.days, units);
  } else {
    out.verdict = Verdict::kPass;
    out.said.first =
        fmt::format("{} of the {} behind it {} in the next {} days.", Percent(1 - j.gone.share),
                    units, own_only ? "did it again" : "were active again", j.days);
    if (j.signups)
      out.said.Add(fmt::format("New {} explain {} of its movement.", units, Percent(*j.signups)));
  }
}

}  // namespace

TestOutcome TestValueNotReach(const CandidateEvidence& evidence) {
  if (evidence.units == nullptr) return NoUnits(evidence, "it is unknown who comes back");
  const CandidateUnits& units = *evidence.units;
  if (units.passing) {
    return NotEnough(
        fmt::format("Each {} occurs only once, so none can come back: use an entity that can.",
                    units.dose.entity));
  }
  const std::vector<DayRange> periods = CompletePeriods(evidence);
  if (periods.empty()) return NotEnough("There is no complete period yet.");
  if (units.histories.activity->entities.empty())
    return NotEnough(fmt::format("No events of {} count as activity.", Several(units.dose.entity)));
  const int days = DaysAfter(evidence, periods[0]);
  const Hollow hollow = CountHollow(evidence, periods);
  if (hollow.counted < 30) {
    return NotEnough(
        fmt::format("Too few {} were counted in periods that ended at least {} days ago to tell "
                    "whether they come back.",
                    Several(units.dose.entity), days));
  }
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
  Judge({units, gone, signups, days}, evidence.project.judgement.value_not_reach, out);
  out.said.Add(DoublingWords(units));
  return out;
}

}  // namespace northstar
