// What a user relies on: the past alone decides, plain anomalies are found on every kind of grid,
// noise is left alone, exceptions and broken data are set apart.
#include "stats/anomaly/anomaly.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <functional>

#include "base/random.h"
#include "stats/anomaly/count_tail.h"
#include "stats/anomaly/level_tracker.h"
#include "stats/anomaly/season_profile.h"
#include "stats/anomaly/size_history.h"
#include "stats/anomaly/surprise_baseline.h"

namespace northstar::stats {
namespace {

constexpr int64_t kFiveMinutes = 300, kHour = 3600, kDay = 86'400;

double Normal(Random& random) {
  return std::sqrt(-2 * std::log(random.Uniform())) * std::cos(2 * M_PI * random.Uniform());
}

int PoissonDraw(Random& random, double mean) {
  int count = 0;
  for (double p = random.Uniform(); p > std::exp(-mean); p *= random.Uniform()) ++count;
  return count;
}

AnomalySeries Daily(uint64_t seed, size_t days) {
  Random random(seed, 3);
  AnomalySeries series;
  for (size_t t = 0; t < days; ++t) {
    const double week = t % 7 >= 5 ? -0.3 : 0.1;
    series.values.push_back(std::round(1000 * std::exp(week + 0.03 * Normal(random))));
  }
  return series;
}

// By day a plateau, by night little, as a machine under load.
AnomalySeries FiveMinutes(uint64_t seed, size_t days) {
  Random random(seed, 4);
  AnomalySeries series;
  series.step_seconds = kFiveMinutes;
  for (size_t t = 0; t < days * 288; ++t) {
    const size_t of_day = t % 288;
    series.values.push_back((of_day > 100 && of_day < 220 ? 80 : 20) + 2 * Normal(random));
  }
  return series;
}

size_t Alerts(const std::vector<AnomalyPoint>& points) {
  size_t count = 0;
  for (const AnomalyPoint& point : points) count += point.anomaly;
  return count;
}

void ExpectSame(const AnomalyPoint& a, const AnomalyPoint& b) {
  EXPECT_EQ(a.expected, b.expected);
  EXPECT_EQ(a.low, b.low);
  EXPECT_EQ(a.high, b.high);
  EXPECT_EQ(a.score, b.score);
  EXPECT_EQ(a.anomaly, b.anomaly);
  EXPECT_EQ(a.incident, b.incident);
  EXPECT_EQ(a.shift, b.shift);
  EXPECT_EQ(a.data_suspect, b.data_suspect);
}

// Gaps, exceptions, zeros, a change of sign, shifts and spikes.
AnomalySeries Untidy(uint64_t seed, int64_t step, size_t n) {
  Random random(seed, 5);
  AnomalySeries series;
  series.step_seconds = step;
  double level = 50;
  for (size_t t = 0; t < n; ++t) {
    level *= std::exp(0.01 * Normal(random));
    double value = level * (1 + 0.3 * std::sin(static_cast<double>(t) / 5)) + Normal(random);
    if (random.Uniform() < 0.01) value *= 4;
    if (random.Uniform() < 0.01) value = 0;
    if (t > n * 3 / 4 && random.Uniform() < 0.01) value = -value;
    if (t == n / 2) level *= 2;
    if (random.Uniform() < 0.05) {
      series.values.push_back(std::nullopt);
    } else {
      series.values.push_back(value);
    }
    series.masked.push_back(random.Uniform() < 0.02);
  }
  return series;
}

TEST(Anomaly, ThePastAloneDecides) {
  for (const int64_t step : {kFiveMinutes, kHour, 6 * kHour, kDay, 7 * kDay, 30 * kDay}) {
    SCOPED_TRACE(step);
    const size_t n = step < kDay ? 1500 : 300;
    const AnomalySeries whole = Untidy(static_cast<uint64_t>(step), step, n);
    const auto all = DetectAnomalies(whole, {});
    ASSERT_EQ(all.size(), n);
    for (const size_t length : {size_t{1}, size_t{29}, n / 4, n / 2 + 1, n - 1}) {
      AnomalySeries part = whole;
      part.values.resize(length);
      part.masked.resize(length);
      const auto prefix = DetectAnomalies(part, {});
      for (size_t t = 0; t < length; ++t) ExpectSame(prefix[t], all[t]);
    }
  }
}

TEST(Anomaly, FiguresAreFiniteAndInRange) {
  for (const int64_t step : {kFiveMinutes, kHour, kDay, 7 * kDay}) {
    for (const double unit : {1e-150, 1.0, 1e150}) {
      AnomalySeries series = Untidy(9, step, 700);
      for (auto& value : series.values) {
        if (value) *value *= unit;
      }
      for (const AnomalyPoint& point : DetectAnomalies(series, {})) {
        ASSERT_TRUE(point.score >= 0 && point.score <= 1) << point.score;
        ASSERT_TRUE(std::isfinite(point.expected.value_or(0)));
        if (!point.low) continue;
        ASSERT_TRUE(std::isfinite(*point.low) && std::isfinite(*point.high));
        ASSERT_LE(*point.low, *point.expected);
        ASSERT_GE(*point.high, *point.expected);
      }
    }
  }
}

TEST(Anomaly, NothingToJudge) {
  EXPECT_TRUE(DetectAnomalies({}, {}).empty());
  AnomalySeries one{{5.0}, {}, kDay};
  EXPECT_FALSE(DetectAnomalies(one, {})[0].anomaly);
  EXPECT_FALSE(DetectAnomalies(one, {})[0].expected);
  for (const int64_t step : {kFiveMinutes, kDay}) {
    for (const double level : {0.0, 7.0, -3.0}) {
      AnomalySeries constant{std::vector<std::optional<double>>(600, level), {}, step};
      const auto points = DetectAnomalies(constant, {});
      EXPECT_EQ(Alerts(points), 0u);
      EXPECT_NEAR(*points.back().expected, level, 1e-9);
    }
    AnomalySeries missing{std::vector<std::optional<double>>(100), {}, step};
    EXPECT_EQ(Alerts(DetectAnomalies(missing, {})), 0u);
  }
}

TEST(Anomaly, NoAlertsBeforeThereIsAHistory) {
  for (const int64_t step : {kFiveMinutes, kHour, kDay, 7 * kDay}) {
    const size_t least = LeastHistory(step);
    AnomalySeries series = Daily(1, least);
    series.step_seconds = step;
    series.values[least - 8] = 1e6;
    series.values[least - 1] = 1;
    EXPECT_EQ(Alerts(DetectAnomalies(series, {})), 0u);
  }
}

// By the day, week and month: outside of low to high is what is unusual, nothing else.
TEST(Anomaly, UnusualIsWhatLiesOutsideTheBand) {
  for (const int64_t step : {6 * kHour, kDay, 7 * kDay, 30 * kDay}) {
    for (uint64_t seed = 1; seed <= 20; ++seed) {
      AnomalySeries series = Untidy(seed, step, 300);
      if (seed % 2 == 0) {
        Random random(seed, 12);
        for (auto& value : series.values) value = PoissonDraw(random, 1.5);
      }
      const auto points = DetectAnomalies(series, {});
      for (size_t t = 0; t < points.size(); ++t) {
        if (!points[t].low || !series.values[t] || series.masked[t] || points[t].data_suspect) {
          EXPECT_FALSE(points[t].anomaly);
          continue;
        }
        const double value = *series.values[t];
        EXPECT_EQ(points[t].anomaly, value < *points[t].low || value > *points[t].high);
      }
    }
  }
}

// With few values the band is wider, so that chance is as rarely outside.
TEST(Anomaly, ShortHistoriesByTheWeek) {
  double outside = 0;
  double judged = 0;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    AnomalySeries series;
    series.step_seconds = 7 * kDay;
    Random random(seed, 13);
    for (size_t t = 0; t < 28; ++t) series.values.push_back(1000 * std::exp(0.1 * Normal(random)));
    for (const AnomalyPoint& point : DetectAnomalies(series, {})) {
      judged += point.low.has_value();
      outside += point.anomaly;
    }
  }
  EXPECT_GT(judged, 400 * 12.0);
  EXPECT_LT(outside / judged, 0.02);
}

// Ratings that fade away: 90 on the first day, then a handful, then none.
TEST(Anomaly, NothingIsExpectedBeyondWhatCanBe) {
  AnomalySeries fading;
  Random random(17, 3);
  for (size_t t = 0; t < 60; ++t)
    fading.values.push_back(PoissonDraw(random, 90 * std::exp(-static_cast<double>(t) / 8)));
  for (const AnomalyPoint& point : DetectAnomalies(fading, {})) {
    EXPECT_GE(point.expected.value_or(0), 0);
    EXPECT_GE(point.low.value_or(0), 0);
  }
  AnomalySeries share;
  share.limits.may_be_share = true;
  for (size_t t = 0; t < 60; ++t) share.values.push_back(1 - 0.05 * std::pow(random.Uniform(), 3));
  const auto points = DetectAnomalies(share, {});
  EXPECT_TRUE(points.back().high);
  for (const AnomalyPoint& point : points) EXPECT_LE(point.high.value_or(1), 1);
  share.limits.may_be_share = false;
  EXPECT_GT(*DetectAnomalies(share, {}).back().high, 1);
}

TEST(Anomaly, OneDayDown) {
  AnomalySeries series = Daily(2, 100);
  *series.values[90] *= 0.7;
  const auto points = DetectAnomalies(series, {});
  EXPECT_TRUE(points[90].anomaly);
  EXPECT_EQ(points[90].incident, 90u);
  EXPECT_GT(points[90].score, 0.999);
  EXPECT_LT(*series.values[90], *points[90].low);
  EXPECT_FALSE(points[91].anomaly);
  // As far up in shares as down: wider above.
  EXPECT_GT(*points[90].high - *points[90].expected, *points[90].expected - *points[90].low);
  EXPECT_NEAR(*points[95].expected, 1000 * std::exp(95 % 7 >= 5 ? -0.3 : 0.1), 60);
}

TEST(Anomaly, DaysInARowAreOneIncident) {
  AnomalySeries series = Daily(3, 100);
  for (size_t t = 80; t < 83; ++t) *series.values[t] *= 0.5;
  const auto points = DetectAnomalies(series, {});
  for (size_t t = 80; t < 83; ++t) EXPECT_EQ(points[t].incident, 80u);
  EXPECT_TRUE(points[82].shift);
  EXPECT_FALSE(points[80].shift);
}

TEST(Anomaly, ExceptionsAreLeftOut) {
  AnomalySeries series = Daily(4, 100);
  series.masked.assign(100, false);
  const auto before = DetectAnomalies(series, {});
  series.masked[70] = true;
  const auto without = DetectAnomalies(series, {});
  *series.values[70] *= 5;
  const auto points = DetectAnomalies(series, {});
  EXPECT_FALSE(points[70].anomaly);
  EXPECT_EQ(points[70].score, 0);
  EXPECT_TRUE(points[70].expected);
  for (size_t t = 71; t < 100; ++t) ExpectSame(points[t], without[t]);
}

// A feast on the same weekday or date; and none, where the other one is a month ago.
TEST(Anomaly, WhatComesEveryYearIsNoAlert) {
  for (const size_t length : {364U, 365U, 366U}) {
    AnomalySeries series = Daily(14, 1200);
    const size_t feast = 1100;
    for (const size_t year : {0U, 1U, 2U}) *series.values[feast - year * length] *= 0.6;
    const auto points = DetectAnomalies(series, {});
    EXPECT_TRUE(points[feast - 2 * length].anomaly);  // nobody knows yet
    EXPECT_FALSE(points[feast].anomaly);
    EXPECT_TRUE(points[feast].yearly);
    EXPECT_LT(points[feast].score, 0.99);
    *series.values[feast] *= 0.7;  // twice as far down as every year
    EXPECT_TRUE(DetectAnomalies(series, {})[feast].anomaly);
    *series.values[feast] *= 2.2;  // between such a day and any other
    EXPECT_FALSE(DetectAnomalies(series, {})[feast].anomaly);
    *series.values[feast] *= 1.4;  // above any other
    EXPECT_TRUE(DetectAnomalies(series, {})[feast].anomaly);
  }
  AnomalySeries series = Daily(14, 1200);
  for (const size_t feast : {1070U, 1100U}) *series.values[feast] *= 0.6;
  EXPECT_TRUE(DetectAnomalies(series, {})[1100].anomaly);
}

// Small counts have a chance of their own; there is no year before in 300 days.
TEST(Anomaly, NothingIsYearlyWithoutAYear) {
  Random random(16, 3);
  size_t alerts = 0;
  for (int s = 0; s < 20; ++s) {
    AnomalySeries series;
    for (size_t t = 0; t < 300; ++t) series.values.push_back(PoissonDraw(random, 3));
    for (const AnomalyPoint& point : DetectAnomalies(series, {})) {
      EXPECT_FALSE(point.yearly);
      alerts += point.anomaly;
    }
  }
  EXPECT_GT(alerts, 0U);
  EXPECT_LT(alerts, 90U);  // 1.5 %
}

TEST(Anomaly, AsManyAlertsAsAreAskedFor) {
  size_t alerts = 0;
  for (uint64_t seed = 0; seed < 10; ++seed)
    alerts += Alerts(DetectAnomalies(Daily(seed, 428), {.alert_level = 0.3}));
  EXPECT_NEAR(static_cast<double>(alerts) / 4000, 0.3, 0.05);
}

// The level of a series that rises all the time lags behind it.
TEST(Anomaly, ATrendDoesNotShiftWhatIsExpected) {
  Random random(15, 3);
  AnomalySeries series;
  for (size_t t = 0; t < 400; ++t)
    series.values.push_back(1000 * std::exp(0.01 * static_cast<double>(t) + 0.02 * Normal(random)));
  const auto points = DetectAnomalies(series, {});
  double off = 0;
  size_t inside = 0;
  for (size_t t = 100; t < points.size(); ++t) {
    off += std::log(*series.values[t] / *points[t].expected) / 300;
    inside += *series.values[t] >= *points[t].low && *series.values[t] <= *points[t].high;
  }
  EXPECT_NEAR(off, 0, 0.005);  // 0.04 when the lag is not part of what is expected
  EXPECT_NEAR(static_cast<double>(inside) / 300, 0.99, 0.015);
}

TEST(Anomaly, AZeroIsAFaultOfTheData) {
  AnomalySeries series = Daily(5, 100);
  series.values[80] = 0;
  const auto points = DetectAnomalies(series, {});
  EXPECT_TRUE(points[80].data_suspect);
  EXPECT_FALSE(points[80].anomaly);
  EXPECT_GT(points[80].score, 0.99);
  EXPECT_NEAR(*points[81].expected, *points[88].expected, 100);
  EXPECT_FALSE(points[81].data_suspect);
}

// Of 40 values none is 0, and then every fifth: the first may be a fault, not all of them.
TEST(Anomaly, ZerosThatComeAgainAndAgainAreNoFault) {
  AnomalySeries series;
  for (size_t t = 0; t < 140; ++t)
    series.values.push_back(t >= 40 && t % 5 == 0 ? 0.0 : 1 + static_cast<double>(t % 5));
  size_t suspects = 0;
  for (const AnomalyPoint& point : DetectAnomalies(series, {})) suspects += point.data_suspect;
  EXPECT_EQ(suspects, 1U);
}

AnomalySeries Flat(double level, size_t before, double spike, size_t after) {
  AnomalySeries series;
  series.values.assign(before, level);
  series.values.emplace_back(spike);
  series.values.insert(series.values.end(), after, level);
  return series;
}

TEST(Anomaly, ASpikeInAFlatSeriesIsItAndNotWhatFollows) {
  for (const auto& [level, spike] :
       {std::pair{0.0, 10.0}, {0.0, 2000.0}, {100.0, 1e4}, {7.5, 0.01}}) {
    for (const size_t before : {size_t{10}, size_t{27}, size_t{28}, size_t{50}, size_t{150}}) {
      for (const int64_t step : {kFiveMinutes, kDay, 7 * kDay}) {
        if (step == kFiveMinutes && before < 150) continue;  // of minutes there are many
        AnomalySeries series = Flat(level, before, spike, 49);
        series.step_seconds = step;
        const auto points = DetectAnomalies(series, {});
        EXPECT_TRUE(points[before].anomaly) << level << " " << before << " " << step;
        EXPECT_EQ(Alerts(points), 1U) << level << " " << before << " " << step;
      }
    }
  }
}

TEST(Anomaly, ASecondSpikeIsFoundLikeTheFirst) {
  Random random(12);
  AnomalySeries series;
  series.step_seconds = kFiveMinutes;
  for (size_t t = 0; t < 1000; ++t) series.values.emplace_back(100 + 2 * Normal(random));
  series.values[400] = series.values[801] = 1000;
  const auto points = DetectAnomalies(series, {});
  EXPECT_TRUE(points[400].anomaly);
  EXPECT_TRUE(points[801].anomaly);
  EXPECT_LE(Alerts(points), 4U);
}

TEST(Anomaly, AFlatSeriesMayMoveALittle) {
  EXPECT_EQ(Alerts(DetectAnomalies(Flat(100, 40, 101, 20), {})), 0U);
  EXPECT_EQ(Alerts(DetectAnomalies(Flat(0, 30, 1, 20), {})), 0U);
}

TEST(Anomaly, SparseCounts) {
  size_t alerts = 0;
  size_t found = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    Random random(seed, 6);
    AnomalySeries series;
    for (size_t t = 0; t < 150; ++t) series.values.push_back(PoissonDraw(random, 0.3));
    const auto quiet = DetectAnomalies(series, {});
    alerts += Alerts(quiet);
    series.values[140] = 6;
    found += DetectAnomalies(series, {})[140].anomaly;
  }
  EXPECT_LT(alerts, 40u * 150 * 2 / 100);
  EXPECT_GE(found, 38u);
}

TEST(Anomaly, AMissingPlateau) {
  AnomalySeries series = FiveMinutes(7, 14);
  const size_t at = 11 * 288;
  for (size_t t = at + 101; t < at + 220; ++t) *series.values[t] -= 60;
  const auto points = DetectAnomalies(series, {});
  bool found = false;
  for (size_t t = at + 101; t < at + 113; ++t) found = found || points[t].anomaly;
  EXPECT_TRUE(found);
  size_t before = 0;
  for (size_t t = 0; t < at; ++t) before += points[t].anomaly;
  EXPECT_LE(before, 2u);
}

TEST(Anomaly, AlertsOfNoiseAreRare) {
  for (const int64_t step : {kFiveMinutes, kHour}) {
    size_t alerts = 0;
    double days = 0;
    for (uint64_t seed = 1; seed <= 8; ++seed) {
      Random random(seed, 8);
      AnomalySeries series;
      series.step_seconds = step;
      for (size_t t = 0; t < 4000; ++t) series.values.push_back(10 + Normal(random));
      alerts += Alerts(DetectAnomalies(series, {}));
      days += 4000.0 * static_cast<double>(step) / kDay;
    }
    EXPECT_LE(static_cast<double>(alerts), 0.03 * days + 3) << step;
  }
}

TEST(Anomaly, SpikeInHourlyData) {
  Random random(1, 9);
  AnomalySeries series;
  series.step_seconds = kHour;
  for (size_t t = 0; t < 24 * 40; ++t) {
    series.values.push_back(100 + 30 * std::sin(2 * M_PI * static_cast<double>(t) / 24) +
                            3 * Normal(random));
  }
  *series.values[900] += 60;
  const auto points = DetectAnomalies(series, {});
  EXPECT_TRUE(points[900].anomaly);
  EXPECT_FALSE(points[901].anomaly);
}

TEST(Anomaly, IntervalsHoldWhatTheySay) {
  for (const int64_t step : {kHour, kDay}) {
    double inside = 0;
    double all = 0;
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      AnomalySeries series = Daily(100 + seed, 400);
      series.step_seconds = step;
      const auto points = DetectAnomalies(series, {});
      for (size_t t = 200; t < points.size(); ++t) {
        inside += *series.values[t] >= *points[t].low && *series.values[t] <= *points[t].high;
        ++all;
      }
    }
    // By the hour low to high is an interval; by the day all that is not unusual.
    EXPECT_NEAR(inside / all, step == kHour ? 0.9 : 0.99, step == kHour ? 0.04 : 0.01) << step;
  }
}

TEST(Anomaly, FastEnough) {
  const AnomalySeries series = FiveMinutes(8, 70);
  ASSERT_GE(series.values.size(), 20'000u);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(DetectAnomalies(series, {}).empty());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_LT(took.count(), 30);  // half a second on a quiet machine with optimization
}

TEST(CountTail, PoissonAndNegativeBinomial) {
  // Poisson(2): P(0) = .135335, P(X >= 5) = .052653, P(5) = .036089.
  EXPECT_NEAR(TailsOfCount(0, 2, 2).lower, 0.1353352832 / 2, 1e-9);
  EXPECT_NEAR(TailsOfCount(5, 2, 2).upper, 0.0526530173 - 0.0360894089 / 2, 1e-9);
  // Mean 2, variance 4: shape 2, P(k) = (k + 1) / 2^(k+2).
  EXPECT_NEAR(TailsOfCount(3, 2, 4).lower, 0.25 + 0.25 + 0.1875 + 0.125 / 2, 1e-12);
  EXPECT_NEAR(TailsOfCount(3, 2, 4).two_sided(), 2 * (0.125 / 2 + 0.1875), 1e-12);
  EXPECT_EQ(TailsOfCount(1e12, 2, 4).two_sided(), 0);
  EXPECT_LE(TailsOfCount(2, 2, 2).two_sided(), 1);
}

TEST(SeasonProfile, MedianLikeOfEarlierSeasons) {
  SeasonProfile profile(7, 8);
  for (int t = 0; t < 70; ++t) {
    EXPECT_EQ(profile.Next().has_value(), t >= 10) << t;
    profile.Add(t == 40 ? 1000 : 100 + t % 7);
  }
  EXPECT_NEAR(*profile.Next(), -3, 1e-9);
  EXPECT_NEAR(*profile.NextCentred(), -3, 1e-9);
}

TEST(SizeHistory, TailBeyondTheLargest) {
  SizeHistory history(0.9);
  EXPECT_EQ(history.Surprise(5, 0), 0);
  for (int i = 1; i <= 1000; ++i) history.Add(i / 1000.0);
  EXPECT_NEAR(history.Surprise(history.threshold(), 0), 2, 1e-9);
  EXPECT_GT(history.Surprise(2, 0), history.Surprise(1.1, 0));
  EXPECT_LT(history.Surprise(0.5, 0), 0.4);
  EXPECT_NEAR(history.reach(), 0.9, 0.03);
}

TEST(LevelTracker, OutliersDragItLittle) {
  LevelTracker level(0.1, 0.01);
  for (int i = 0; i < 200; ++i) level.Add(10 + (i % 2 ? 1 : -1));
  const double before = level.level();
  level.Add(1e6);
  EXPECT_LT(level.level() - before, 1);
}

TEST(SurpriseBaseline, WhatWasNoticedSurprisesLess) {
  SurpriseBaseline baseline(288);
  const double first = baseline.Score(6);
  EXPECT_GT(first, 0.99);
  baseline.Add(6);
  EXPECT_LT(baseline.Score(6), 0.7);
  EXPECT_GT(baseline.Score(9), 0.99);
  for (int i = 0; i < 288 * 6; ++i) baseline.Add(0);
  EXPECT_GT(baseline.Score(6), 0.99);
}

// The levels that follow within hours would soon expect what an event brings.
TEST(Anomaly, AnEventIsMeasuredAgainstWhatCameLongBefore) {
  Random random(11, 3);
  AnomalySeries series{.values = {}, .masked = {}, .step_seconds = 900};
  constexpr size_t kFrom = 1500;
  constexpr size_t kTo = 1580;
  for (size_t t = 0; t < 1700; ++t) {
    const double noise = random.Uniform() + random.Uniform() + random.Uniform() - 1.5;
    series.values.emplace_back(100 + 2 * noise + (t >= kFrom && t < kTo ? 6 : 0));
  }
  const auto points = DetectAnomalies(series, {});
  const AnomalyPoint& late = points[kTo - 10];
  EXPECT_EQ(late.event, EventKind::kOneSided);
  EXPECT_TRUE(late.anomaly);
  EXPECT_NEAR(*late.expected, 100, 1.5);
  EXPECT_LT(*late.high, *series.values[kTo - 10]);
  EXPECT_EQ(points[kFrom - 10].event, EventKind::kNone);
}

}  // namespace
}  // namespace northstar::stats
