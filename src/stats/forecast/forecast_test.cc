#include "stats/forecast/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "base/random.h"
#include "stats/distributions.h"
#include "stats/forecast/conformal.h"
#include "stats/forecast/forecast_origins.h"
#include "stats/forecast/seasonal_profile.h"

namespace northstar::stats {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> kNoSeason;

double Normal(Random* random) {
  return NormalQuantile(random->Uniform());
}

// Level 100 with a shape of seven days, half a percent of noise, and `growth` per day.
std::vector<double> Days(size_t n, double growth, double noise, uint64_t key) {
  const double shape[] = {0.0, 0.02, 0.05, 0.03, 0.0, -0.25, -0.3};
  Random random(key);
  std::vector<double> values;
  for (size_t t = 0; t < n; ++t) {
    values.push_back(
        100 * std::exp(growth * static_cast<double>(t) + shape[t % 7] + noise * Normal(&random)));
  }
  return values;
}

void ExpectSound(const Forecast& forecast, size_t horizon) {
  ASSERT_EQ(forecast.steps.size(), horizon);
  double weights = 0;
  for (const auto& member : forecast.members) weights += member.weight;
  EXPECT_GT(weights, 0.8);
  EXPECT_LE(weights, 1 + 1e-9);
  for (const ForecastStep& step : forecast.steps) {
    EXPECT_TRUE(std::isfinite(step.mean) && std::isfinite(step.low) && std::isfinite(step.high));
    EXPECT_LE(step.low, step.mean);
    EXPECT_LE(step.mean, step.high);
  }
  for (size_t h = 1; h < horizon; ++h) {
    EXPECT_GE(forecast.half_widths[h], forecast.half_widths[h - 1]);
  }
}

TEST(ForecastSeries, NothingGivenIsNoForecast) {
  EXPECT_FALSE(ForecastSeries({}, kNoSeason, 5, .95));
  EXPECT_FALSE(ForecastSeries(std::vector<double>{kMissing, kMissing}, kNoSeason, 5, .95));
}

TEST(ForecastSeries, OneValueHasNoInterval) {
  const auto forecast = ForecastSeries(std::vector<double>{42}, kNoSeason, 3, .95);
  ASSERT_TRUE(forecast);
  EXPECT_EQ(forecast->level, 0);
  for (const ForecastStep& step : forecast->steps) {
    EXPECT_EQ(step.mean, 42);
    EXPECT_EQ(step.low, 42);
    EXPECT_EQ(step.high, 42);
  }
}

TEST(ForecastSeries, FewValuesAreNaiveAtTheWidestLevel) {
  const auto forecast =
      ForecastSeries(std::vector<double>{10, -12, 11, 15, 14}, std::vector<double>{2}, 4, .95);
  ASSERT_TRUE(forecast);
  EXPECT_DOUBLE_EQ(forecast->level, 4.0 / 5);
  ASSERT_EQ(forecast->members.size(), 1u);
  EXPECT_EQ(forecast->members[0].name, "naive");
  // The largest change was 23; a random walk's spread grows as the root of the step.
  EXPECT_DOUBLE_EQ(forecast->steps[0].mean, 14);
  EXPECT_DOUBLE_EQ(forecast->steps[0].high, 14 + 23);
  EXPECT_DOUBLE_EQ(forecast->steps[3].high, 14 + 46);
}

TEST(ForecastSeries, UnderTwoSeasonsIsLevelAndDrift) {
  const auto forecast = ForecastSeries(Days(60, 0, .05, 3), std::vector<double>{52.18}, 13, .95);
  ASSERT_TRUE(forecast);
  EXPECT_TRUE(forecast->seasons.empty());
  for (const auto& member : forecast->members) {
    EXPECT_TRUE(member.name.starts_with("local level") || member.name.starts_with("theta"))
        << member.name;
  }
}

TEST(ForecastSeries, FollowsSeasonAndGrowth) {
  const std::vector<double> all = Days(214, .002, .005, 5);
  const auto forecast =
      ForecastSeries(std::span(all).first(200), std::vector<double>{7, 365.25}, 14, .95);
  ASSERT_TRUE(forecast);
  ExpectSound(*forecast, 14);
  EXPECT_EQ(forecast->seasons, std::vector<double>{7});
  EXPECT_EQ(forecast->level, .95);
  EXPECT_TRUE(forecast->log_scale);
  size_t inside = 0;
  for (size_t h = 0; h < 14; ++h) {
    const ForecastStep& step = forecast->steps[h];
    EXPECT_NEAR(step.mean / all[200 + h], 1, .03);
    EXPECT_LT(step.high / step.low, 1.08);
    inside += all[200 + h] >= step.low && all[200 + h] <= step.high;
  }
  EXPECT_GE(inside, 12u);
}

TEST(ForecastSeries, SeasonOfChanceAloneDoesNotMatter) {
  Random random(9);
  std::vector<double> values;
  for (int t = 0; t < 300; ++t) values.push_back(50 + Normal(&random));
  const auto forecast = ForecastSeries(values, std::vector<double>{7}, 14, .95);
  ASSERT_TRUE(forecast);
  ExpectSound(*forecast, 14);
  for (const ForecastStep& step : forecast->steps) {
    EXPECT_NEAR(step.mean, 50, .8);
    EXPECT_NEAR(step.high - step.low, 2 * 1.96, 1.4);
  }
}

TEST(ForecastSeries, ConstantStaysWithoutSpread) {
  for (const double value : {0.0, 7.0, -3.0, 1e15, 1e-300, 1e300, -1e300}) {
    for (const size_t n : {2u, 7u, 8u, 40u, 200u}) {
      const auto forecast =
          ForecastSeries(std::vector<double>(n, value), std::vector<double>{7, 30}, 10, .9);
      ASSERT_TRUE(forecast);
      for (const ForecastStep& step : forecast->steps) {
        EXPECT_NEAR(step.mean, value, 1e-9 * std::fabs(value)) << n;
        EXPECT_NEAR(step.low, value, 1e-9 * std::fabs(value)) << n;
        EXPECT_NEAR(step.high, value, 1e-9 * std::fabs(value)) << n;
      }
    }
  }
}

TEST(ForecastSeries, UnitDoesNotMatter) {
  const std::vector<double> values = Days(120, .001, .02, 7);
  const auto plain = ForecastSeries(values, std::vector<double>{7}, 10, .9);
  for (const double unit : {1e-12, 1e15, 1e290}) {
    std::vector<double> other = values;
    for (double& value : other) value *= unit;
    const auto forecast = ForecastSeries(other, std::vector<double>{7}, 10, .9);
    ASSERT_TRUE(forecast);
    ExpectSound(*forecast, 10);
    for (size_t h = 0; h < 10; ++h) {
      EXPECT_NEAR(forecast->steps[h].mean / unit / plain->steps[h].mean, 1, 1e-3);
      EXPECT_NEAR(forecast->steps[h].low / unit / plain->steps[h].low, 1, 1e-2);
    }
  }
}

TEST(ForecastSeries, NegativeValuesWork) {
  Random random(11);
  std::vector<double> values;
  for (int t = 0; t < 150; ++t)
    values.push_back(5 * std::sin(t * std::numbers::pi / 6) - 2 + .3 * Normal(&random));
  const auto forecast = ForecastSeries(values, std::vector<double>{12}, 12, .95);
  ASSERT_TRUE(forecast);
  ExpectSound(*forecast, 12);
  EXPECT_FALSE(forecast->log_scale);
  for (size_t h = 0; h < 12; ++h) {
    const double truth = 5 * std::sin(static_cast<double>(150 + h) * std::numbers::pi / 6) - 2;
    EXPECT_NEAR(forecast->steps[h].mean, truth, .8);
  }
}

TEST(ForecastSeries, CountsNeverGoBelowZero) {
  Random random(13);
  std::vector<double> values;
  for (int t = 0; t < 120; ++t) values.push_back(random.Uniform() < .7 ? 0 : 1 + t % 3);
  const auto forecast = ForecastSeries(values, std::vector<double>{7}, 14, .95);
  ASSERT_TRUE(forecast);
  ExpectSound(*forecast, 14);
  for (const ForecastStep& step : forecast->steps) EXPECT_GE(step.low, 0);
}

TEST(ForecastSeries, MissingValuesKeepTheSeasonInPlace) {
  const std::vector<double> whole = Days(210, 0, .003, 17);
  std::vector<double> gaps = whole;
  gaps[40] = gaps[41] = gaps[100] = gaps[163] = kMissing;
  gaps.insert(gaps.begin(), 3, kMissing);
  const auto forecast = ForecastSeries(gaps, std::vector<double>{7}, 7, .9);
  ASSERT_TRUE(forecast);
  EXPECT_EQ(forecast->filled, 4u);
  const auto plain = ForecastSeries(whole, std::vector<double>{7}, 7, .9);
  for (size_t h = 0; h < 7; ++h) {
    EXPECT_NEAR(forecast->steps[h].mean, plain->steps[h].mean, 1.5);
  }
}

TEST(ForecastSeries, MissingAtTheEndIsForecastToo) {
  std::vector<double> values = Days(140, 0, .002, 19);
  const std::vector<double> truth = Days(147, 0, 0, 19);
  for (const size_t t : {137u, 138u, 139u}) values[t] = kMissing;
  const auto forecast = ForecastSeries(values, std::vector<double>{7}, 7, .9);
  ASSERT_TRUE(forecast);
  ASSERT_EQ(forecast->steps.size(), 7u);
  for (size_t h = 0; h < 7; ++h) EXPECT_NEAR(forecast->steps[h].mean, truth[140 + h], 2);
}

TEST(ForecastSeries, IsTheSameTwice) {
  const std::vector<double> values = Days(100, .001, .05, 23);
  const auto a = ForecastSeries(values, std::vector<double>{7}, 10, .9);
  const auto b = ForecastSeries(values, std::vector<double>{7}, 10, .9);
  for (size_t h = 0; h < 10; ++h) EXPECT_EQ(a->steps[h].high, b->steps[h].high);
}

// 95 of 100 values lie inside, over many series of two kinds.
TEST(ForecastSeries, IntervalsCoverWhatTheySay) {
  double inside = 0;
  double total = 0;
  for (uint64_t key = 1; key <= 40; ++key) {
    Random random(key);
    std::vector<double> values;
    double level = 100;
    for (int t = 0; t < 167; ++t) {
      level += key % 2 == 0 ? Normal(&random) : 0;
      values.push_back(level + (t % 7 > 4 ? -20 : 0) + 2 * Normal(&random));
    }
    const auto forecast =
        ForecastSeries(std::span(values).first(160), std::vector<double>{7}, 7, .95);
    for (size_t h = 0; h < 7; ++h) {
      const double value = values[160 + h];
      inside += value >= forecast->steps[h].low && value <= forecast->steps[h].high;
      ++total;
    }
  }
  EXPECT_GT(inside / total, .91);
  EXPECT_LT(inside / total, .99);
}

TEST(Conformal, RanksAreThoseOfMethods) {
  EXPECT_EQ(ConformalRank(30, .9), 28u);
  EXPECT_EQ(ConformalRank(18, .9), 18u);
  EXPECT_EQ(ConformalRank(9, .9), 9u);
  EXPECT_EQ(ConformalRank(8, .9), std::nullopt);
  EXPECT_EQ(ConformalRank(19, .95), 19u);
  EXPECT_EQ(ConformalRank(18, .95), std::nullopt);
}

TEST(Conformal, WidthsNeverShrinkWithTheStep) {
  std::vector<double> large(20, 5.0);
  std::vector<double> small(19, 3.0);
  const ConformalWidths found = WidthsFromErrors({large, small, {1, 2, 3}}, .95);
  EXPECT_EQ(found.level, .95);
  ASSERT_EQ(found.widths.size(), 3u);
  EXPECT_DOUBLE_EQ(found.widths[0], 4);
  EXPECT_DOUBLE_EQ(found.widths[1], 4);
  EXPECT_DOUBLE_EQ(found.widths[2], 4 * std::sqrt(1.5));
}

TEST(Conformal, FewErrorsGiveTheWidestLevel) {
  const ConformalWidths found = WidthsFromErrors({{1, 4, 2}, {5, 6}}, .95);
  EXPECT_DOUBLE_EQ(found.level, .75);
  EXPECT_DOUBLE_EQ(found.widths[0], 4);
  EXPECT_DOUBLE_EQ(found.widths[1], 4 * std::sqrt(2));
  EXPECT_EQ(WidthsFromErrors({{}, {}}, .95).level, 0);
}

// By hand: from the 21st error on, a miss moves the share of misses by 0.01 of what is too many.
TEST(Conformal, TheLevelFollowsErrorsThatGrow) {
  std::vector<double> errors;
  for (int t = 0; t < 20; ++t) errors.push_back(t % 10 + 1);
  EXPECT_EQ(AdaptedLevel(errors, .9), .9);
  errors.push_back(11);  // beyond all
  EXPECT_NEAR(AdaptedLevel(errors, .9), .909, 1e-12);
  errors.push_back(1);
  EXPECT_NEAR(AdaptedLevel(errors, .9), .908, 1e-12);
  for (int t = 0; t < 100; ++t) errors.push_back(12 + t);  // each larger than all before
  EXPECT_NEAR(AdaptedLevel(errors, .9), .999, 1e-12);
  errors.resize(22);
  for (int t = 0; t < 100; ++t) errors.push_back(0);
  EXPECT_NEAR(AdaptedLevel(errors, .9), .808, 1e-12);
  EXPECT_EQ(AdaptedLevel({}, .9), .9);
}

// Errors that are twice as large from the middle on: the interval is to hold the later ones.
TEST(Conformal, IntervalsOfErrorsThatGrewHoldWhatTheySay) {
  Random random(8);
  double held = 0;
  double held_without = 0;
  constexpr int kSeries = 2000;
  for (int s = 0; s < kSeries; ++s) {
    std::vector<double> errors;
    for (int t = 0; t < 100; ++t)
      errors.push_back((t < 50 ? 1 : 2) * std::fabs(NormalQuantile(random.Uniform())));
    const double next = 2 * std::fabs(NormalQuantile(random.Uniform()));
    held += next <= WidthsFromErrors({errors}, AdaptedLevel(errors, .9)).widths[0];
    held_without += next <= WidthsFromErrors({errors}, .9).widths[0];
  }
  EXPECT_GT(held / kSeries, held_without / kSeries + 0.02);
  EXPECT_NEAR(held / kSeries, .9, .03);
}

// 15 errors are too few for 95 %; a guess from the step before would be 5 times the root of 2.
TEST(Conformal, AStepWithAFewTooFewErrorsHasItsLargest) {
  std::vector<double> later(15, 3.0);
  later[4] = 6;
  const ConformalWidths found = WidthsFromErrors({std::vector<double>(20, 5.0), later}, .95);
  EXPECT_EQ(found.level, .95);
  EXPECT_DOUBLE_EQ(found.widths[0], 5);
  EXPECT_DOUBLE_EQ(found.widths[1], 6);
}

TEST(SeasonalProfile, FindsAnExactSeasonOverATrend) {
  std::vector<double> values;
  const double shape[] = {3, -1, -2, 0};
  for (size_t t = 0; t < 80; ++t) values.push_back(1000 + static_cast<double>(t) + shape[t % 4]);
  const SeasonMemory memory = ChooseSeasonMemory(values, 4);
  EXPECT_GT(memory.share, .9);
  const SeasonalProfile profile(values, 4, {1, 1});
  for (size_t t = 0; t < 90; ++t) EXPECT_NEAR(profile.At(t), shape[t % 4], 1e-9);
}

TEST(SeasonalProfile, ChanceShrinksAway) {
  Random random(29);
  std::vector<double> values;
  for (int t = 0; t < 600; ++t) values.push_back(Normal(&random));
  const SeasonMemory memory = ChooseSeasonMemory(values, 52.18);
  const SeasonalProfile profile(values, 52.18, memory);
  double squares = 0;
  for (size_t t = 0; t < 52; ++t) squares += profile.At(t) * profile.At(t) / 52;
  EXPECT_LT(std::sqrt(squares), .15);
  EXPECT_FALSE(EnoughForSeason(105, 52.18));
  EXPECT_TRUE(EnoughForSeason(107, 52.18));
}

// A member without error takes all the weight once it has been judged, and none before.
TEST(CombineForecasts, WeightsKnowThePastOnly) {
  std::vector<double> values;
  for (int t = 0; t < 40; ++t) values.push_back(t);
  const std::vector<char> observed(40, 1);
  std::vector<size_t> origins;
  std::vector<std::vector<std::vector<double>>> ahead(2);
  for (size_t end = 20; end <= 40; ++end) {
    origins.push_back(end);
    ahead[0].push_back({static_cast<double>(end), static_cast<double>(end + 1)});
    ahead[1].push_back({static_cast<double>(end + 9), static_cast<double>(end + 10)});
  }
  const Combination found =
      CombineForecasts(values, observed, origins, 0, ahead,
                       [](double value, double forecast) { return std::fabs(value - forecast); });
  EXPECT_DOUBLE_EQ(found.ahead[0][0], 20 + 4.5);
  EXPECT_NEAR(found.weights[0], 1, 1e-6);
  EXPECT_NEAR(found.ahead.back()[1], 41, 1e-3);
}

TEST(Forecast, AfterAnOddLastValueBothAreHeld) {
  std::vector<double> steady(99, 100);
  steady.push_back(150);
  std::vector<double> rising;
  for (int i = 0; i < 27; ++i) rising.push_back(10 + i % 3);
  rising.push_back(999);
  std::vector<double> falling(40, 50);
  for (size_t i = 0; i < falling.size(); ++i) falling[i] += static_cast<double>(i % 4);
  falling.push_back(-300);
  for (const auto& [values, usual] :
       {std::pair{steady, 100.0}, std::pair{rising, 11.0}, std::pair{falling, 51.5}}) {
    const double last = values.back();
    const auto forecast = ForecastSeries(values, std::vector<double>{7}, 4, 0.95);
    ASSERT_TRUE(forecast);
    EXPECT_TRUE(forecast->odd_last);
    ASSERT_EQ(forecast->steps.size(), 4U);
    for (const ForecastStep& step : forecast->steps) {
      EXPECT_LT(step.low, step.high);
      EXPECT_LE(step.low, std::min(usual, last) + 5) << last;
      EXPECT_GE(step.high, std::max(usual, last) * (1 - 1e-9)) << last;
      EXPECT_NEAR(step.mean, usual, 2) << last;
    }
  }
  EXPECT_FALSE(ForecastSeries(std::vector<double>(99, 100), {}, 4, 0.95)->odd_last);
}

}  // namespace
}  // namespace northstar::stats
