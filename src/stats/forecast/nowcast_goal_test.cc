#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/random.h"
#include "stats/distributions.h"
#include "stats/forecast/goal.h"
#include "stats/forecast/nowcast.h"

namespace northstar::stats {
namespace {

const std::vector<double> kShares{.44, .45, .43, .46, .44, .45, .43, .44};

TEST(Nowcast, AgreesWithMethods) {
  const auto found = NowcastPeriod(1320, kShares, .9);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->mean, 2983.0508, 1e-4);
  EXPECT_NEAR(found->share_spread, .0233220, 1e-7);
  // t(7) at 95 % is 1.894579.
  const double reach = 1.894579 * found->share_spread * std::sqrt(9.0 / 8);
  EXPECT_NEAR(found->high, found->mean * std::exp(reach), 1e-2);
  EXPECT_NEAR(found->low, found->mean * std::exp(-reach), 1e-2);
}

TEST(Nowcast, RefusesWhatSharesCannotTell) {
  EXPECT_FALSE(NowcastPeriod(0, kShares, .9));
  EXPECT_FALSE(NowcastPeriod(-5, kShares, .9));
  EXPECT_FALSE(NowcastPeriod(100, std::vector<double>{.5, .5, .5, .5, .5}, .9));
  EXPECT_FALSE(NowcastPeriod(100, std::vector<double>{.5, .5, 0, .5, .5, .5}, .9));
}

TEST(Nowcast, EndsAtLeastWhereItIs) {
  const auto late = NowcastPeriod(99, std::vector<double>{.99, .5, 1, 1, .98, 1}, .95);
  ASSERT_TRUE(late);
  EXPECT_GE(late->low, 99);
  const auto refunds = NowcastPeriod(99, std::vector<double>{1.02, .98, 1, 1, .98, 1.01}, .95);
  EXPECT_LT(refunds->low, 99);
}

TEST(Nowcast, ErrorOfThePartialWidens) {
  const auto sure = NowcastPeriod(1320, kShares, .9);
  const auto unsure = NowcastPeriod(1320, kShares, .9, .05);
  EXPECT_GT(unsure->high, sure->high);
  EXPECT_NEAR(unsure->deviation, std::hypot(sure->deviation, .05), 1e-12);
}

TEST(Nowcast, BlendLiesBetweenAndIsSurer) {
  const auto nowcast = NowcastPeriod(1320, kShares, .9);
  const ForecastStep forecast{2800, 2600, 3015};
  const ForecastStep both = BlendNowcast(*nowcast, forecast, .9, .9);
  EXPECT_GT(both.mean, 2800);
  EXPECT_LT(both.mean, nowcast->mean);
  EXPECT_LT(both.high / both.low, nowcast->high / nowcast->low);
  // Equal variances meet at the geometric mean.
  const double z = NormalQuantile(.95);
  const double reach = std::exp(z * nowcast->deviation);
  const ForecastStep same = BlendNowcast(*nowcast, {2000, 2000 / reach, 2000 * reach}, .9, .9);
  EXPECT_NEAR(same.mean, std::sqrt(2000 * nowcast->mean), 1e-6);
}

TEST(Nowcast, BlendWithoutIntervalOrPositiveForecast) {
  const auto nowcast = NowcastPeriod(1320, kShares, .9);
  EXPECT_EQ(BlendNowcast(*nowcast, {1, 1, 1}, 0, .9).mean, nowcast->mean);
  const ForecastStep wide = BlendNowcast(*nowcast, {2000, -3000, 7000}, .95, .9, 1320);
  EXPECT_NEAR(wide.mean, nowcast->mean, 30);
  EXPECT_GE(wide.low, 1320);
}

std::vector<double> Walk(size_t n, double drift, double noise, uint64_t key) {
  Random random(key);
  std::vector<double> values{100};
  while (values.size() < n) {
    values.push_back(values.back() * std::exp(drift + noise * NormalQuantile(random.Uniform())));
  }
  return values;
}

GoalOutlook Outlook(const std::vector<double>& values, const Goal& goal) {
  const auto forecast = ForecastSeries(values, {}, 12, .95);
  const auto outlook = AssessGoal(values, *forecast, goal);
  EXPECT_TRUE(outlook);
  return outlook.value_or(GoalOutlook{});
}

TEST(Goal, FarTargetIsUnrealistic) {
  const std::vector<double> values = Walk(150, 0, .02, 3);
  const GoalOutlook found = Outlook(values, {values.back() * 3, 6});
  EXPECT_EQ(NameOf(found.finding), "UNREALISTIC");
  EXPECT_LT(found.chance, .01);
  EXPECT_EQ(found.percentile, 1.0);
  EXPECT_NEAR(found.required_growth, std::pow(3, 1.0 / 6) - 1, 1e-12);
}

TEST(Goal, NearTargetIsCertain) {
  const std::vector<double> values = Walk(150, 0, .02, 5);
  const GoalOutlook found = Outlook(values, {values.back() / 2, 6});
  EXPECT_EQ(NameOf(found.finding), "ALREADY_CERTAIN");
  EXPECT_GT(found.chance, .99);
}

TEST(Goal, ForecastItselfIsAboutEven) {
  const std::vector<double> values = Walk(150, 0, .02, 7);
  const auto forecast = ForecastSeries(values, {}, 12, .95);
  const auto found = AssessGoal(values, *forecast, {forecast->steps[5].mean, 6});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->chance, .5, .1);
  EXPECT_EQ(found->finding, GoalFinding::kOpen);
  // The interval's upper end is passed by about 1 in 40.
  const auto end = AssessGoal(values, *forecast, {forecast->steps[5].high, 6});
  EXPECT_NEAR(end->chance, .025, .025);
}

TEST(Goal, FallingTargetIsTheMirror) {
  const std::vector<double> values = Walk(150, 0, .02, 9);
  const auto forecast = ForecastSeries(values, {}, 12, .95);
  const double target = values.back() * .98;
  const auto up = AssessGoal(values, *forecast, {target, 4, true});
  const auto down = AssessGoal(values, *forecast, {target, 4, false});
  EXPECT_NEAR(up->chance + down->chance, 1, 1e-9);
  EXPECT_NEAR(*up->percentile + *down->percentile, 1, .05);
  EXPECT_EQ(Outlook(values, {values.back() / 3, 6, false}).finding, GoalFinding::kUnrealistic);
}

TEST(Goal, ValuesNotAboveZeroGrowAbsolutely) {
  std::vector<double> values = Walk(100, 0, .02, 11);
  for (double& value : values) value -= 100;
  const GoalOutlook found = Outlook(values, {values.back() + 6, 3});
  EXPECT_FALSE(found.relative);
  EXPECT_NEAR(found.required_growth, 2, 1e-9);
}

TEST(Goal, SumsAndMeansCountWhatIsKnown) {
  const std::vector<double> values = Walk(150, 0, .02, 15);
  const auto forecast = ForecastSeries(values, {}, 12, .95);
  double expected = 0;
  for (size_t h = 0; h < 6; ++h) expected += forecast->steps[h].mean;
  Goal sum{500 + expected, 6, true, GoalOver::kSum, 1, 500, 5};
  const auto even = AssessGoal(values, *forecast, sum);
  ASSERT_TRUE(even);
  EXPECT_NEAR(even->chance, .5, .1);
  EXPECT_NEAR(*even->required_mean, expected / 6, 1e-9);
  Goal average{(500 + expected) / 11, 6, true, GoalOver::kAverage, 1, 500, 5};
  EXPECT_NEAR(AssessGoal(values, *forecast, average)->chance, even->chance, 1e-9);
  // Only the last three steps count.
  double later = 0;
  for (size_t h = 3; h < 6; ++h) later += forecast->steps[h].mean;
  EXPECT_NEAR(AssessGoal(values, *forecast, {later, 6, true, GoalOver::kSum, 4})->chance, .5, .1);
  sum.target = 500 + 3 * expected;
  EXPECT_EQ(AssessGoal(values, *forecast, sum)->finding, GoalFinding::kUnrealistic);
  sum.target = 500;
  EXPECT_EQ(AssessGoal(values, *forecast, sum)->finding, GoalFinding::kAlreadyCertain);
  EXPECT_FALSE(AssessGoal(values, *forecast, {later, 6, true, GoalOver::kSum, 7}));
}

// Errors around a level do not last, so that those of a sum cancel: of ten of them with a standard
// deviation of 10 the sum has one of 32, and 65 more than expected is rare.
TEST(Goal, SumsAroundALevelAreSure) {
  Random random(11, 7);
  std::vector<double> values;
  for (int i = 0; i < 200; ++i) values.push_back(1000 + 10 * NormalQuantile(random.Uniform()));
  const auto forecast = ForecastSeries(values, {}, 10, .95);
  double expected = 0;
  for (const ForecastStep& step : forecast->steps) expected += step.mean;
  const auto chance = [&](double more) {
    return AssessGoal(values, *forecast, {expected + more, 10, true, GoalOver::kSum})->chance;
  };
  EXPECT_LT(chance(65), .1);
  EXPECT_GT(chance(-65), .9);
  EXPECT_NEAR(chance(0), .5, .1);
}

TEST(Goal, RefusesTooShortAHistoryOrForecast) {
  const std::vector<double> few = Walk(10, 0, .02, 13);
  EXPECT_FALSE(AssessGoal(few, *ForecastSeries(few, {}, 12, .95), {100, 3}));
  const std::vector<double> values = Walk(100, 0, .02, 13);
  EXPECT_FALSE(AssessGoal(values, *ForecastSeries(values, {}, 3, .95), {100, 4}));
  EXPECT_FALSE(AssessGoal(values, *ForecastSeries(values, {}, 3, .95), {100, 0}));
}

TEST(Goal, ConstantSeriesIsMetOrNot) {
  const std::vector<double> values(50, 20);
  EXPECT_EQ(Outlook(values, {20, 3}).chance, 1);
  EXPECT_EQ(Outlook(values, {21, 3}).chance, 0);
}

}  // namespace
}  // namespace northstar::stats
