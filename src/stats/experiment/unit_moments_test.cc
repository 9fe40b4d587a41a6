// Sums become moments, also where little is left of them, and ratios of sums become means.
#include "stats/experiment/unit_moments.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/describe.h"
#include "stats/ratio_error.h"

namespace northstar::stats {
namespace {

// Sessions and what was done in them, of 40 units.
std::vector<std::vector<double>> Visits() {
  std::vector<std::vector<double>> values(2);
  for (int i = 1; i <= 40; ++i) {
    const double sessions = 1 + (7 * i) % 5;
    values[0].push_back(sessions * (.3 + .1 * ((3 * i) % 4)) + .2 * ((11 * i) % 3));
    values[1].push_back(sessions);
  }
  return values;
}

TEST(UnitMoments, AreThoseOfTheValues) {
  const auto values = Visits();
  const auto moments = MomentsOf(SumUnits(values));
  ASSERT_TRUE(moments);
  EXPECT_EQ(moments->units, 40);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_DOUBLE_EQ(moments->means[i], Mean(values[i]));
    EXPECT_NEAR(moments->Variance(i), Variance(values[i]), 1e-14);
  }
  const double sds = std::sqrt(moments->Variance(0) * moments->Variance(1));
  EXPECT_NEAR(moments->Covariance(0, 1), *Correlation(values[0], values[1]) * sds, 1e-14);
  EXPECT_EQ(moments->Covariance(0, 1), moments->Covariance(1, 0));
}

TEST(UnitMoments, KeepTheSpreadOfValuesFarFromZero) {
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) values.push_back(1e5 + (i % 7));
  const auto moments = MomentsOf(SumUnits({values}));
  ASSERT_TRUE(moments);
  EXPECT_NEAR(moments->Variance(0) / Variance(values), 1, 1e-4);
}

TEST(UnitMoments, AConstantDoesNotVary) {
  std::vector<double> counts;
  for (int i = 0; i < 1000; ++i) counts.push_back(i % 3);
  const auto moments = MomentsOf(SumUnits({std::vector<double>(1000, .1), counts}));
  ASSERT_TRUE(moments);
  EXPECT_EQ(moments->Variance(0), 0);
  EXPECT_EQ(moments->Covariance(0, 1), 0);
  EXPECT_GT(moments->Variance(1), 0);
  // A mean of ten million and a standard deviation of one: the digits of both do not fit.
  for (double& count : counts) count += 1e7;
  EXPECT_EQ(MomentsOf(SumUnits({counts}))->Variance(0), 0);
}

TEST(UnitMoments, NeedTwoUnits) {
  EXPECT_FALSE(MomentsOf({}));
  EXPECT_FALSE(MomentsOf(SumUnits({{3}})));
  EXPECT_TRUE(MomentsOf(SumUnits({{3, 4}})));
}

TEST(UnitMoments, OfACombination) {
  const auto values = Visits();
  const auto moments = MomentsOf(SumUnits(values));
  std::vector<double> combined;
  for (size_t i = 0; i < 40; ++i) combined.push_back(2 * values[0][i] - .5 * values[1][i]);
  EXPECT_NEAR(CombinationVariance(*moments, std::vector<double>{2, -.5}), Variance(combined),
              1e-13);
}

TEST(LinearizedRatio, HasTheErrorOfTheDeltaMethod) {
  const auto values = Visits();
  const UnitMoments ratio = LinearizedRatio(*MomentsOf(SumUnits(values)));
  ASSERT_EQ(ratio.size(), 1u);
  EXPECT_NEAR(ratio.means[0], .51833333, 1e-8);
  const double error = std::sqrt(ratio.Variance(0) / ratio.units);
  EXPECT_NEAR(error, .02271655, 1e-8);
  EXPECT_NEAR(error, RatioStandardError(values[0], values[1]), 1e-14);
}

TEST(LinearizedRatio, KeepsWhatFollows) {
  auto values = Visits();
  std::vector<double> linear;
  const double ratio = Sum(values[0]) / Sum(values[1]);
  for (size_t i = 0; i < 40; ++i)
    linear.push_back((values[0][i] - ratio * values[1][i]) / Mean(values[1]));
  values.push_back({});
  for (int i = 0; i < 40; ++i) values[2].push_back((i * i) % 11);
  const UnitMoments moments = LinearizedRatio(*MomentsOf(SumUnits(values)));
  const auto wanted = MomentsOf(SumUnits({linear, values[2]}));
  ASSERT_EQ(moments.size(), 2u);
  EXPECT_DOUBLE_EQ(moments.means[1], Mean(values[2]));
  for (size_t i = 0; i < 2; ++i) {
    for (size_t j = 0; j < 2; ++j)
      EXPECT_NEAR(moments.Covariance(i, j), wanted->Covariance(i, j), 1e-12);
  }
}

}  // namespace
}  // namespace northstar::stats
