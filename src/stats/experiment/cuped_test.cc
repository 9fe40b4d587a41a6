// What the past explains is taken off, and nothing else.
#include "stats/experiment/cuped.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/describe.h"

namespace northstar::stats {
namespace {

using Values = std::vector<std::vector<double>>;

UnitMoments Moments(const Values& values) {
  return *MomentsOf(SumUnits(values));
}

Values FortyUnits() {
  Values values(2);
  for (int i = 1; i <= 40; ++i) {
    values[1].push_back(2 + (13 * i) % 7);
    values[0].push_back(.8 * values[1].back() + (5 * i) % 6);
  }
  return values;
}

TEST(Cuped, VectorOfFortyUnits) {
  const UnitMoments arm = Moments(FortyUnits());
  const AdjustedArms found = AdjustForCovariates(arm, arm);
  ASSERT_EQ(found.slopes.size(), 1u);
  EXPECT_NEAR(found.slopes[0], .72874494, 1e-8);
  EXPECT_NEAR(found.variance_ratio, .57913857, 1e-8);
  const double rho = *Correlation(FortyUnits()[0], FortyUnits()[1]);
  EXPECT_NEAR(found.variance_ratio, 1 - rho * rho, 1e-12);
  EXPECT_NEAR(found.treatment.value, 6.7, 1e-12);
  EXPECT_NEAR(found.treatment.variance, .57913857 * MeanOf(arm).variance, 1e-9);
}

TEST(Cuped, ACovariateThatDoesNotVaryChangesNothing) {
  Values values = FortyUnits();
  values[1].assign(40, .1);
  const UnitMoments arm = Moments(values);
  const AdjustedArms found = AdjustForCovariates(arm, arm);
  EXPECT_EQ(found.slopes, std::vector<double>{0});
  EXPECT_EQ(found.variance_ratio, 1);
  EXPECT_EQ(found.treatment.value, MeanOf(arm).value);
  EXPECT_EQ(found.treatment.variance, MeanOf(arm).variance);
  // Nor does one that says what another has said.
  values = FortyUnits();
  values.push_back({});
  for (const double x : values[1]) values[2].push_back(3 * x - 1);
  const AdjustedArms twice = AdjustForCovariates(Moments(values), Moments(values));
  EXPECT_NEAR(twice.slopes[0], .72874494, 1e-8);
  EXPECT_EQ(twice.slopes[1], 0);
}

TEST(Cuped, WithoutCovariatesArmsStayAsTheyAre) {
  const UnitMoments arm = Moments({FortyUnits()[0]});
  const AdjustedArms found = AdjustForCovariates(arm, arm);
  EXPECT_TRUE(found.slopes.empty());
  EXPECT_EQ(found.treatment.variance, MeanOf(arm).variance);
}

// Zeros with an indicator are the mean of the others filled in, with the same indicator.
TEST(Cuped, MissingHistoryIsTheMeanOfTheOthers) {
  Values zeros[2];
  Values filled[2];
  double sum = 0;
  double known = 0;
  for (int arm = 0; arm < 2; ++arm) {
    zeros[arm].resize(3);
    for (int i = 1; i <= 60; ++i) {
      const double past = 1 + (13 * i + arm) % 9;
      const bool has = (i * 7 + arm) % 4 != 0;
      zeros[arm][0].push_back((has ? past : 5) * .6 + (5 * i) % 7 + arm);
      zeros[arm][1].push_back(has ? past : 0);
      zeros[arm][2].push_back(has);
      sum += has ? past : 0;
      known += has;
    }
  }
  for (int arm = 0; arm < 2; ++arm) {
    filled[arm] = zeros[arm];
    for (size_t i = 0; i < 60; ++i) {
      if (zeros[arm][2][i] == 0) filled[arm][1][i] = sum / known;
    }
  }
  const AdjustedArms one = AdjustForCovariates(Moments(zeros[0]), Moments(zeros[1]));
  const AdjustedArms other = AdjustForCovariates(Moments(filled[0]), Moments(filled[1]));
  EXPECT_NEAR(one.slopes[0], other.slopes[0], 1e-12);
  EXPECT_NEAR(one.treatment.value, other.treatment.value, 1e-12);
  EXPECT_NEAR(one.control.variance, other.control.variance, 1e-14);
  EXPECT_NEAR(one.variance_ratio, other.variance_ratio, 1e-12);
  EXPECT_LT(one.variance_ratio, 1);
}

// Past visits explain a part of the revenue per visit.
TEST(Cuped, OfARatio) {
  Values values = FortyUnits();
  std::vector<double> visits;
  for (int i = 1; i <= 40; ++i) visits.push_back(2 + (11 * i) % 3);
  values.insert(values.begin() + 1, visits);
  const UnitMoments arm = LinearizedRatio(Moments(values));
  const AdjustedArms found = AdjustForCovariates(arm, arm);
  EXPECT_NEAR(found.treatment.value, Sum(values[0]) / Sum(visits), 1e-12);
  EXPECT_LT(found.variance_ratio, 1);
  EXPECT_NEAR(found.treatment.variance, found.variance_ratio * MeanOf(arm).variance, 1e-12);
}

// 60 % of the variance is the past's. Tests of nothing stay honest, and the error is what it says.
TEST(Cuped, SimulatedExperiments) {
  int found = 0;
  int unadjusted_found = 0;
  double ratio = 0;
  std::vector<double> differences;
  double stated = 0;
  constexpr int kRuns = 500;
  for (int run = 0; run < kRuns; ++run) {
    Random random(75, static_cast<uint64_t>(run));
    std::vector<UnitMoments> arms;
    for (int arm = 0; arm < 2; ++arm) {
      Values values(2);
      for (int i = 0; i < 120; ++i) {
        const double past = -std::log(random.Uniform());
        values[1].push_back(past);
        values[0].push_back(std::sqrt(.6) * past - std::sqrt(.4) * std::log(random.Uniform()));
      }
      arms.push_back(Moments(values));
    }
    const AdjustedArms adjusted = AdjustForCovariates(arms[0], arms[1]);
    const auto effect = CompareArms(adjusted.treatment, adjusted.control, .95)->absolute;
    found += effect.low > 0 || effect.high < 0;
    const auto plain = CompareArms(MeanOf(arms[0]), MeanOf(arms[1]), .95)->absolute;
    unadjusted_found += plain.low > 0 || plain.high < 0;
    ratio += adjusted.variance_ratio / kRuns;
    stated += effect.standard_error / kRuns;
    differences.push_back(effect.estimate);
  }
  EXPECT_NEAR(ratio, .4, .02);
  EXPECT_GE(found, kRuns * 3 / 100);
  EXPECT_LE(found, kRuns * 7 / 100);
  EXPECT_LE(unadjusted_found, kRuns * 7 / 100);
  EXPECT_NEAR(std::sqrt(Variance(differences)) / stated, 1, .08);
}

}  // namespace
}  // namespace northstar::stats
