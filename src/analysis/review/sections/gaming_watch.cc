// gaming_watch: how much of the star's events the top 1% hold, and units with a machine-like
// rhythm, in the quarter and a year before; and how much of a rise is pushed, paid for or machine-
// like. A list for people to look at: nobody is left out of the star by it.
#include <algorithm>
#include <set>

#include "analysis/evaluate/machine_like.h"
#include "analysis/review/review_section.h"
#include "base/text.h"
#include "stats/concentration.h"
#include "stats/jackknife.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

constexpr double kTop = 0.01;
constexpr double kLevel = 0.95;
// In a quarter, to say what their top 1% hold: two of them.
constexpr size_t kLeastUnits = 200;
// A rise that is worth asking what it is made of, relative to the quarter before.
constexpr double kClearRise = 0.05;

// A run of days on the grid of the units, [from, to); empty where data do not reach.
struct DaySpan {
  int from = 0, to = 0;
  int length() const { return to - from; }
};

struct QuarterActs {
  // By unit that did something: its bucket and events.
  std::vector<std::pair<uint32_t, double>> events;
  double all = 0, machines = 0, incentivised = 0;
  int days = 0;

  double PerDay(double count) const { return count / days; }
};

class Watch {
 public:
  explicit Watch(const ReviewEvidence& evidence)
      : units_(*evidence.tested.units), calendar_(evidence.project->calendar) {
    for (const Histories::Entity& entity : units_.doses->entities) {
      if (IsMachineLike(entity)) machines_.insert(entity.id);
    }
  }

  // None: the data do not hold all of it.
  std::optional<QuarterActs> In(const NamedQuarter& quarter) const {
    const DaySpan span{units_.DayOf(quarter.days.first), units_.DayOf(quarter.days.last + 1)};
    if (span.from < 0 || span.to > units_.histories.end_day || span.length() <= 0)
      return std::nullopt;
    QuarterActs acts;
    acts.days = span.length();
    for (const Histories::Entity& entity : units_.doses->entities) {
      const double events =
          MeasureDose(*units_.doses, entity, DoseMeasure::kRows, span.from, span.to);
      if (!(events > 0)) continue;
      acts.events.emplace_back(entity.id % kBuckets, events);
      acts.all += events;
      if (machines_.contains(entity.id)) acts.machines += events;
    }
    // Sorting what is sorted already costs little, and it is done once per bucket.
    std::sort(acts.events.begin(), acts.events.end(),
              [](const auto& one, const auto& other) { return one.second > other.second; });
    if (units_.incentivised == nullptr) return acts;
    for (const Histories::Entity& entity : units_.incentivised->entities) {
      if (machines_.contains(entity.id)) continue;
      acts.incentivised +=
          MeasureDose(*units_.incentivised, entity, DoseMeasure::kRows, span.from, span.to);
    }
    return acts;
  }

  // The one so many quarters earlier.
  NamedQuarter Earlier(const NamedQuarter& quarter, int quarters) const {
    return QuarterOf(calendar_.Shift(Grain::kQuarter, quarter.days.first, -quarters), calendar_);
  }

 private:
  const CandidateUnits& units_;
  const Calendar& calendar_;
  std::set<uint32_t> machines_;
};

// `without`: a bucket that is left out; none: all.
std::optional<double> TopShareOf(const QuarterActs& acts, std::optional<uint32_t> without) {
  std::vector<double> events;
  for (const auto& [bucket, count] : acts.events) {
    if (!without || bucket != *without) events.push_back(count);
  }
  if (events.empty()) return std::nullopt;
  return stats::TopShare(std::move(events), kTop);
}

void CompareTop(const QuarterActs& now, const QuarterActs& before, GamingSign& sign) {
  sign.top_share = TopShareOf(now, {});
  sign.top_share_before = TopShareOf(before, {});
  std::set<uint32_t> buckets;
  for (const QuarterActs* acts : {&now, &before}) {
    for (const auto& [bucket, count] : acts->events) buckets.insert(bucket);
  }
  std::vector<double> changes;
  for (const uint32_t bucket : buckets) {
    const auto one = TopShareOf(now, bucket);
    const auto other = TopShareOf(before, bucket);
    if (one && other) changes.push_back(*one - *other);
  }
  const double change = *sign.top_share - *sign.top_share_before;
  if (const auto interval = stats::Jackknife(change, changes, kLevel)) {
    sign.top_change_low = interval->low;
    sign.top_change_high = interval->high;
  }
}

// Of the rise from one quarter to the next, per day; none: there was no clear one.
std::optional<double> SuspectShare(const std::optional<QuarterActs>& now,
                                   const std::optional<QuarterActs>& before) {
  if (!now || !before || !(before->all > 0)) return std::nullopt;
  const double rise = now->PerDay(now->all) - before->PerDay(before->all);
  if (rise < kClearRise * before->PerDay(before->all)) return std::nullopt;
  const double suspect = now->PerDay(now->machines + now->incentivised) -
                         before->PerDay(before->machines + before->incentivised);
  return std::clamp(suspect / rise, 0.0, 1.0);
}

void AddRow(const NamedQuarter& quarter, const std::optional<QuarterActs>& acts, bool incentivised,
            ReviewTable& table) {
  if (!acts || acts->events.empty()) return;
  std::vector<ReviewCell> row{
      TextCell(quarter.name), NumberCell(static_cast<double>(acts->events.size())),
      ShareCell(TopShareOf(*acts, {})), ShareCell(acts->machines / acts->all)};
  if (incentivised) row.push_back(ShareCell(acts->incentivised / acts->all));
  table.rows.push_back(std::move(row));
}

}  // namespace

ReviewSection GamingWatchSection(const ReviewEvidence& evidence, ReviewSigns& signs) {
  using Code = ReviewSectionStatement::Code;
  ReviewSection section;
  ReviewSectionStatement statement{Code::kNoUnits, signs.star};
  if (evidence.tested.units == nullptr) {
    section.said = Words(statement);
    return section;
  }
  const CandidateUnits& units = *evidence.tested.units;
  const Watch watch(evidence);
  const NamedQuarter& quarter = evidence.quarter;
  const NamedQuarter year_ago = watch.Earlier(quarter, 4);
  const auto now = watch.In(quarter);
  const auto before = watch.In(evidence.before);
  const auto last_year = watch.In(year_ago);
  const bool incentivised = units.incentivised != nullptr;
  section.table.columns = {{"quarter", "quarter"},
                           {"units", PluralOf(units.dose.entity), true},
                           {"top_share", "top 1%", true},
                           {"machine_share", "machine-like", true}};
  if (incentivised) section.table.columns.push_back({"incentivised_share", "pushed or paid", true});
  AddRow(year_ago, last_year, incentivised, section.table);
  AddRow(evidence.before, before, incentivised, section.table);
  AddRow(quarter, now, incentivised, section.table);
  statement.code = Code::kWatchTooFew;
  statement.entity = units.dose.entity;
  GamingSign sign;
  sign.entity = units.dose.entity;
  if (now && last_year && now->events.size() >= kLeastUnits &&
      last_year->events.size() >= kLeastUnits) {
    CompareTop(*now, *last_year, sign);
    sign.machine_share = now->machines / now->all;
    sign.machine_share_before = last_year->machines / last_year->all;
    statement.code = Code::kWatch;
    statement.value = *sign.top_share;
    statement.before = *sign.top_share_before;
    statement.share = sign.machine_share;
  }
  sign.suspect_share = SuspectShare(now, before);
  sign.suspect_share_before = SuspectShare(before, watch.In(watch.Earlier(quarter, 2)));
  signs.gaming = std::move(sign);
  section.said = Words(statement);
  return section;
}

}  // namespace northstar
