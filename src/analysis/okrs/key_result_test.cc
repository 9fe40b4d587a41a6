// What is said of one key result: pace, odds, status, and which periods count. The quarter has the
// 13 weeks that end from Jul 5 to Sep 27, 2026; the first of them begins in June.
#include "analysis/okrs/key_result.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"

namespace northstar {
namespace {

constexpr size_t kWeeks = 13;
const Day kFirstWeek = *ParseDay("2026-06-29");
const LocalDays kQuarter{*ParseDay("2026-07-01"), *ParseDay("2026-09-30")};

const Calendar& TheCalendar() {
  static const Calendar calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1);
  return calendar;
}

using Values = std::vector<std::optional<double>>;

// Weeks whose first ones lie before the quarter.
MetricHistory Weekly(const Values& before, const Values& within) {
  MetricHistory history;
  RegularSeries& series = history.series;
  series.grain = Grain::kWeek;
  series.step_seconds = 7 * 86'400.0;
  series.values = before;
  series.values.insert(series.values.end(), within.begin(), within.end());
  for (size_t i = 0; i < series.values.size(); ++i) {
    const Day start = kFirstWeek + 7 * (static_cast<Day>(i) - static_cast<Day>(before.size()));
    series.labels.push_back(FormatDay(start));
    series.starts_us.push_back(start * kMicrosPerDay);
    series.given.push_back(true);
  }
  return history;
}

// A level with an error of `spread` in each week, the same in every run.
Values Level(size_t weeks, double level, double spread) {
  Random random(3, 5);
  Values values;
  for (size_t i = 0; i < weeks; ++i)
    values.emplace_back(level + spread * (2 * random.Uniform() - 1));
  return values;
}

KeyResult Reach(double to, std::optional<double> from = {}, const char* over = "last") {
  KeyResult result;
  result.metric = "teams";
  result.to = to;
  result.from = from;
  result.over = over;
  return result;
}

KeyResultFinding Judged(const KeyResult& result, const MetricHistory& history,
                        bool increase_is_good = true) {
  static Metric metric;
  metric.name = "teams";
  metric.label = "Teams";
  metric.increase_is_good = increase_is_good;
  return JudgeKeyResult(result, metric, kQuarter, TheCalendar(), history);
}

TEST(KeyResultJudged, PaceIsTheShareOfCompletePeriods) {
  const auto found = Judged(Reach(1200, 1000), Weekly(Level(60, 1000, 20), {1010, 1020, 1060}));
  EXPECT_EQ(found.periods, kWeeks);
  EXPECT_EQ(found.complete, 3U);
  EXPECT_EQ(found.now, 1060);
  EXPECT_DOUBLE_EQ(*found.progress, 0.3);
  EXPECT_DOUBLE_EQ(*found.expected_by_now, 3.0 / 13);
  EXPECT_FALSE(found.settled);
}

TEST(KeyResultJudged, ProgressGoesBelowZeroAndBeyondOne) {
  const Values before = Level(60, 1000, 20);
  EXPECT_DOUBLE_EQ(*Judged(Reach(1200, 1000), Weekly(before, {900})).progress, -0.5);
  EXPECT_DOUBLE_EQ(*Judged(Reach(1200, 1000), Weekly(before, {1300})).progress, 1.5);
  EXPECT_DOUBLE_EQ(*Judged(Reach(800, 1000), Weekly(before, {950})).progress, 0.25)
      << "a value that is to fall";
}

TEST(KeyResultJudged, WithoutFromTheWayStartsAtTheLastValueBefore) {
  Values before = Level(60, 1000, 20);
  before.back() = 1000;
  const auto found = Judged(Reach(1200), Weekly(before, {1050}));
  EXPECT_EQ(found.from, 1000);
  EXPECT_DOUBLE_EQ(*found.progress, 0.25);
  before.back() = 1300;
  const auto there = Judged(Reach(1200), Weekly(before, {1250}));
  EXPECT_EQ(there.progress, 1) << "it was there before it began";
  EXPECT_EQ(Judged(Reach(1200), Weekly(before, {1150})).progress, 0);
}

TEST(KeyResultJudged, AWeekBelongsToTheQuarterInWhichItEnds) {
  Values within = Level(kWeeks, 1000, 20);
  within.front() = 5;
  within.push_back(7000);  // Sep 28 to Oct 4
  const auto found = Judged(Reach(20'000, {}, "sum"), Weekly(Level(10, 9000, 20), within));
  EXPECT_EQ(found.complete, kWeeks);
  EXPECT_NEAR(*found.now, 12'000, 300) << "with the week of Jun 29, without that of Sep 28";
  EXPECT_EQ(found.status, KeyResultStatus::kMissed);
}

struct StatusCase {
  const char* name;
  double to;
  size_t weeks;
  KeyResultStatus status;
};

TEST(KeyResultJudged, StatusComesFromTheOddsUntilItIsSettled) {
  const StatusCase cases[] = {{"far below the level", 900, 6, KeyResultStatus::kOnTrack},
                              {"at the level", 1000, 6, KeyResultStatus::kAtRisk},
                              {"far beyond the level", 1200, 6, KeyResultStatus::kOffTrack},
                              {"before the first week", 900, 0, KeyResultStatus::kOnTrack},
                              {"below, at the end", 900, kWeeks, KeyResultStatus::kAchieved},
                              {"beyond, at the end", 1200, kWeeks, KeyResultStatus::kMissed}};
  for (const StatusCase& one : cases) {
    const auto found =
        Judged(Reach(one.to, 500), Weekly(Level(60, 1000, 20), Level(one.weeks, 1000, 20)));
    EXPECT_EQ(NameOf(found.status), NameOf(one.status)) << one.name << ": " << *found.odds;
    EXPECT_EQ(found.settled, one.weeks == kWeeks) << one.name;
    EXPECT_EQ(*found.odds >= 0.6,
              one.status == KeyResultStatus::kOnTrack || one.status == KeyResultStatus::kAchieved)
        << one.name;
    EXPECT_EQ(*found.odds <= 0.2,
              one.status == KeyResultStatus::kOffTrack || one.status == KeyResultStatus::kMissed)
        << one.name;
    if (found.settled) {
      EXPECT_EQ(*found.odds, one.status == KeyResultStatus::kAchieved) << one.name;
    }
  }
}

TEST(KeyResultJudged, ATotalIsDecidedAsSoonAsItCannotChange) {
  MetricHistory counted = Weekly(Level(60, 10, 3), {20, 20, 20});
  EXPECT_FALSE(Judged(Reach(50, {}, "sum"), counted).settled) << "it may have negative values";
  counted.limits.least = 0;
  const auto made = Judged(Reach(50, {}, "sum"), counted);
  EXPECT_EQ(made.status, KeyResultStatus::kAchieved);
  EXPECT_DOUBLE_EQ(*made.progress, 1.2);
  EXPECT_TRUE(made.early);
  const auto exceeded = Judged(Reach(50, {}, "sum"), counted, false);
  EXPECT_EQ(exceeded.status, KeyResultStatus::kMissed) << "a total that is to stay low";
  EXPECT_FALSE(exceeded.progress);
  EXPECT_FALSE(Judged(Reach(100, {}, "sum"), counted, false).settled);
  EXPECT_DOUBLE_EQ(*Judged(Reach(120, 100, "sum"), counted).progress, 0.5)
      << "a total starts from nothing, whatever the one before was";
}

TEST(KeyResultJudged, AnAverageIncludesWhatHasHappened) {
  const auto found =
      Judged(Reach(1000, 900, "average"), Weekly(Level(60, 1000, 20), {800, 800, 860}));
  EXPECT_DOUBLE_EQ(*found.now, 820);
  EXPECT_DOUBLE_EQ(*found.progress, -0.8);
  // Ten more weeks at the level of before cannot make up for three so far below it.
  EXPECT_EQ(found.status, KeyResultStatus::kOffTrack);
}

TEST(KeyResultJudged, EarlyIsMetInTheFirstHalfAndEverSince) {
  const Values before = Level(60, 900, 20);
  const auto at = [&](size_t week, double value) {
    Values within(kWeeks, 1100);
    for (size_t i = 0; i < kWeeks; ++i) within[i] = i < week ? 950 : 1100;
    if (value > 0) within[9] = value;
    return Judged(Reach(1000, 900), Weekly(before, within));
  };
  EXPECT_TRUE(at(0, 0).early);
  EXPECT_TRUE(at(5, 0).early) << "the sixth week ends on Aug 9, before Aug 15";
  EXPECT_FALSE(at(7, 0).early);
  EXPECT_FALSE(at(0, 950).early) << "it fell back behind half of the time";
  EXPECT_EQ(at(0, 950).status, KeyResultStatus::kAchieved);
}

KeyResult Keep(const char* at_least, const char* at_most = "") {
  KeyResult result;
  result.metric = "teams";
  result.role = "guardrail";
  result.at_least = at_least;
  result.at_most = at_most;
  return result;
}

TEST(KeyResultJudged, ALimitIsBrokenByOnePeriod) {
  const auto holds = Judged(Keep("90%"), Weekly({0.5}, {0.95, 0.9}));
  EXPECT_EQ(holds.status, KeyResultStatus::kHeld) << "the limit itself holds";
  EXPECT_FALSE(holds.settled);
  EXPECT_EQ(holds.least, 0.9);
  EXPECT_FALSE(holds.odds || holds.progress || holds.expected_by_now);
  const auto broken = Judged(Keep("90%"), Weekly({0.95}, {0.95, 0.89, 0.95, 0.8, 0.99}));
  EXPECT_EQ(broken.status, KeyResultStatus::kBroken) << "though it has recovered";
  EXPECT_TRUE(broken.settled);
  EXPECT_FALSE(broken.odds);
  EXPECT_EQ(broken.beyond, 2U);
  EXPECT_EQ(broken.first_beyond, "2026-07-06");
  EXPECT_EQ(broken.first_value_beyond, 0.89);
  EXPECT_EQ(broken.now, 0.99);
  EXPECT_TRUE(Judged(Keep("90%"), Weekly({}, Values(kWeeks, 0.95))).settled);
  EXPECT_EQ(Judged(Keep("", "5"), Weekly({}, {4, 6})).status, KeyResultStatus::kBroken);
  EXPECT_EQ(Judged(Keep("2", "5"), Weekly({}, {4, 1})).status, KeyResultStatus::kBroken);
  EXPECT_EQ(Judged(Keep("2", "5"), Weekly({}, {4, 5})).status, KeyResultStatus::kHeld);
}

TEST(KeyResultJudged, WithoutDataItSaysWhy) {
  const auto not_yet = Judged(Keep("2"), Weekly({4, 4}, {}));
  EXPECT_EQ(not_yet.status, KeyResultStatus::kNoData);
  EXPECT_EQ(not_yet.problem, "no complete week yet");
  const auto empty = Judged(Reach(5, 1), Weekly({4, 4}, Values(kWeeks)));
  EXPECT_EQ(empty.status, KeyResultStatus::kNoData);
  EXPECT_EQ(empty.problem, "no week of the period has a value");
  MetricHistory unmeasured;
  unmeasured.problem = "Teams was not measured.";
  const auto never = Judged(Reach(5, 1), unmeasured);
  EXPECT_EQ(never.status, KeyResultStatus::kNoData);
  EXPECT_FALSE(never.now || never.progress || never.odds);
  MetricHistory yearly = Weekly({}, {4});
  yearly.series.grain = Grain::kYear;
  yearly.series.starts_us = {*ParseDay("2025-01-01") * kMicrosPerDay};
  EXPECT_EQ(Judged(Reach(5, 1), yearly).problem,
            "no year ends between Jul 1, 2026 and Sep 30, 2026");
}

TEST(KeyResultJudged, AShortHistoryIsJudgedByPace) {
  const auto ahead = Judged(Reach(200, 100), Weekly({100}, {110, 150}));
  EXPECT_FALSE(ahead.odds);
  EXPECT_EQ(ahead.status, KeyResultStatus::kOnTrack);
  EXPECT_EQ(ahead.said.rule, "on_pace");
  const auto behind = Judged(Reach(200, 100), Weekly({100}, {100, 101}));
  EXPECT_EQ(behind.status, KeyResultStatus::kAtRisk) << "pace alone proves no miss";
  EXPECT_EQ(behind.said.rule, "behind_pace");
  const auto unknown = Judged(Reach(200), Weekly({}, {100, 101}));
  EXPECT_EQ(unknown.status, KeyResultStatus::kNoData) << "no value before, and no 'from'";
  EXPECT_EQ(unknown.problem, "the history is too short to tell");
}

}  // namespace
}  // namespace northstar
