// Logistic and Poisson regression with strata against R's glm, sandwich and brglm2, and what must
// hold whatever the data are. Data and numbers come from cohort_statistics.json; numbers that stand
// here were made with R by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/random.h"
#include "stats/distributions.h"
#include "stats/glm.h"
#include "tests/reference/reference.h"

namespace northstar::stats {
namespace {

using testing::ExpectRelative;
using testing::Json;
using testing::List;
using testing::Numbers;
using testing::Reference;
using testing::Table;

GlmData DataOf(const Json& c) {
  GlmData data;
  data.x = Table(c["x"]);
  data.y = Numbers(c["y"]);
  data.stratum = List<int>(c["stratum"]);
  if (c.contains("cluster")) data.cluster = List<int>(c["cluster"]);
  return data;
}

TEST(Glm, AgreesWithR) {
  for (const char* name : {"mtcars", "warpbreaks", "infert", "revenue"}) {
    SCOPED_TRACE(name);
    const Json& c = Reference(name);
    GlmData data = DataOf(c);
    const GlmFamily family = c["family"] == "logistic" ? GlmFamily::kLogistic : GlmFamily::kPoisson;
    const std::string robust = data.cluster.empty() ? "robust" : "clustered";
    const auto fit = FitGlm(data, family);
    ASSERT_TRUE(fit);
    EXPECT_FALSE(fit->penalised);
    ExpectRelative(fit->coefficients, Numbers(c["coefficients"]), 1e-8);
    ExpectRelative(fit->intercepts, Numbers(c["intercepts"]), 1e-8);
    ExpectRelative(fit->standard_errors, Numbers(c["standard_errors"]));
    ExpectRelative(fit->intercept_errors, Numbers(c["intercept_errors"]));
    ExpectRelative(fit->robust_errors, Numbers(c[robust + "_errors"]));
    ExpectRelative(fit->robust_intercept_errors, Numbers(c[robust + "_intercept_errors"]));
    ExpectRelative(fit->deviance, c["deviance"], 1e-9);
    if (c.contains("aic")) ExpectRelative(fit->aic, c["aic"], 1e-9);
    const auto ends = Numbers(c["ends"]);
    const MarginalEffect effect = MarginalDifference(*fit, data, family, 0, ends[0], ends[1]);
    ExpectRelative(effect.difference, c["difference"], 1e-8);
    ExpectRelative(effect.standard_error, c["difference_error"]);
    data.cluster.clear();
    ExpectRelative(FitGlm(data, family)->robust_errors, Numbers(c["robust_errors"]));
  }
}

TEST(Glm, VectorsOfMethods) {
  const auto cars = FitGlm(DataOf(Reference("mtcars")), GlmFamily::kLogistic);
  ExpectRelative(cars->coefficients, {-4.0239699});
  ExpectRelative(cars->intercepts, {12.0403697});
  // R stops a step early, and so its errors differ in the fifth digit.
  ExpectRelative(cars->standard_errors, {1.4364158}, 1e-3);
  ExpectRelative(cars->intercept_errors, {4.5097061}, 1e-3);
  ExpectRelative(cars->deviance, 19.176085);
  ExpectRelative(cars->aic, 23.176085);
  const auto breaks = FitGlm(DataOf(Reference("warpbreaks")), GlmFamily::kPoisson);
  ExpectRelative(breaks->intercepts, {3.69196314});
  ExpectRelative(breaks->coefficients, {-.20598844, -.32132043, -.51848850});
  ExpectRelative(breaks->deviance, 210.39189);
  ExpectRelative(breaks->robust_intercept_errors, {.116578}, 1e-5);
  ExpectRelative(breaks->robust_errors, {.104321, .128956, .124924}, 1e-5);
}

TEST(Glm, StrataEqualDummyColumns) {
  for (const char* name : {"infert", "revenue"}) {
    const Json& c = Reference(name);
    const GlmFamily family = c["family"] == "logistic" ? GlmFamily::kLogistic : GlmFamily::kPoisson;
    const GlmData absorbed = DataOf(c);
    GlmData dummies = absorbed;
    dummies.stratum.clear();
    for (int s = 1; s < 4; ++s) {
      dummies.x.emplace_back();
      for (const int stratum : absorbed.stratum) dummies.x.back().push_back(stratum == s);
    }
    const auto a = FitGlm(absorbed, family);
    const auto b = FitGlm(dummies, family);
    ASSERT_TRUE(a && b);
    for (size_t j = 0; j < absorbed.x.size(); ++j) {
      ExpectRelative(b->coefficients[j], a->coefficients[j], 1e-8);
      ExpectRelative(b->standard_errors[j], a->standard_errors[j], 1e-8);
      ExpectRelative(b->robust_errors[j], a->robust_errors[j], 1e-8);
    }
    ExpectRelative(b->fitted, a->fitted, 1e-8);
    ExpectRelative(b->intercepts[0] + b->coefficients.back(), a->intercepts[3], 1e-8);
    const MarginalEffect with = MarginalDifference(*a, absorbed, family, 0, 0, 1);
    const MarginalEffect without = MarginalDifference(*b, dummies, family, 0, 0, 1);
    ExpectRelative(without.difference, with.difference, 1e-8);
    ExpectRelative(without.standard_error, with.standard_error, 1e-8);
  }
}

TEST(Glm, SingletonClustersAreNone) {
  GlmData data = DataOf(Reference("infert"));
  for (size_t i = 0; i < data.y.size(); ++i) data.cluster[i] = -7 * static_cast<int>(i);
  const auto each = FitGlm(data, GlmFamily::kLogistic);
  data.cluster.clear();
  const auto none = FitGlm(data, GlmFamily::kLogistic);
  ExpectRelative(each->robust_errors, none->robust_errors, 1e-12);
  ExpectRelative(each->robust_intercept_errors, none->robust_intercept_errors, 1e-10);
}

TEST(Glm, StrataWithoutInformationAreLeftOut) {
  const GlmData data = DataOf(Reference("infert"));
  GlmData more = data;
  for (int i = 0; i < 14; ++i) {
    for (std::vector<double>& column : more.x) column.push_back(i % 3);
    more.y.push_back(i % 2);
    more.stratum.push_back(4 + i % 2);  // 4 all 0, 5 all 1
    more.cluster.push_back(i);
  }
  const auto plain = FitGlm(data, GlmFamily::kLogistic);
  const auto fit = FitGlm(more, GlmFamily::kLogistic);
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->coefficients, plain->coefficients);
  EXPECT_EQ(fit->robust_errors, plain->robust_errors);
  EXPECT_EQ(fit->rows, plain->rows);
  EXPECT_EQ(fit->intercepts[4], -std::numeric_limits<double>::infinity());
  EXPECT_EQ(fit->intercepts[5], std::numeric_limits<double>::infinity());
  EXPECT_EQ(fit->fitted.back(), 1);
  const auto effect = MarginalDifference(*fit, more, GlmFamily::kLogistic, 0, 0, 1);
  EXPECT_EQ(effect.difference,
            MarginalDifference(*plain, data, GlmFamily::kLogistic, 0, 0, 1).difference);
}

TEST(Glm, SeparationIsPenalised) {
  const Json& c = Reference("firth");
  const auto fit = FitGlm(DataOf(c), GlmFamily::kLogistic);
  ASSERT_TRUE(fit);
  EXPECT_TRUE(fit->penalised);
  ExpectRelative(fit->coefficients, Numbers(c["coefficients"]));
  ExpectRelative(fit->intercepts, Numbers(c["intercepts"]));
  ExpectRelative(fit->standard_errors, Numbers(c["standard_errors"]));
  // Complete: one column tells all. Without strata, and in few rows.
  GlmData complete{
      {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}, {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, {}, {}};
  const auto all = FitGlm(complete, GlmFamily::kLogistic);
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->penalised);
  EXPECT_GT(all->coefficients[0], 0);
  EXPECT_LT(all->coefficients[0], 3);
  EXPECT_TRUE(std::isfinite(all->robust_errors[0]));
}

// Many rows and rare outcomes hide a separated group from the deviance.
TEST(Glm, SmallSeparatedGroupIsSeen) {
  GlmData data;
  data.x.resize(2);
  Random random(5);
  for (int i = 0; i < 20'000; ++i) {
    const double few = i % 2'000 == 0 ? 1 : 0;
    data.x[0].push_back(random.Uniform());
    data.x[1].push_back(few);
    data.y.push_back(few == 0 && random.Uniform() < .4 ? 1 : 0);
  }
  EXPECT_TRUE(FitGlm(data, GlmFamily::kLogistic)->penalised);
  EXPECT_FALSE(FitGlm(data, GlmFamily::kPoisson));
  data.x.pop_back();
  EXPECT_FALSE(FitGlm(data, GlmFamily::kLogistic)->penalised);
  EXPECT_TRUE(FitGlm(data, GlmFamily::kPoisson));
}

// A unit far out has a fitted value of 1 to rounding; that is no separation.
TEST(Glm, OutlierIsNoSeparation) {
  GlmData data;
  data.x.resize(1);
  Random random(13);
  for (int i = 0; i < 5'000; ++i) {
    data.x[0].push_back(i == 0 ? 80 : NormalQuantile(random.Uniform()));
    data.y.push_back(i == 0 || random.Uniform() < 1 / (1 + std::exp(-data.x[0].back())) ? 1 : 0);
  }
  const auto fit = FitGlm(data, GlmFamily::kLogistic);
  ASSERT_TRUE(fit);
  EXPECT_FALSE(fit->penalised);
  EXPECT_GT(fit->fitted[0], 1 - 1e-12);
  EXPECT_NEAR(fit->coefficients[0], 1, 4 * fit->standard_errors[0]);
}

TEST(Glm, SandwichIsNearTheModelWhereTheModelHolds) {
  GlmData data;
  data.x.resize(1);
  Random random(9);
  for (int i = 0; i < 20'000; ++i) {
    const int stratum = i % 20;
    data.stratum.push_back(stratum);
    data.x[0].push_back(NormalQuantile(random.Uniform()));
    const double eta = .7 * data.x[0].back() + .1 * stratum - 1;
    data.y.push_back(random.Uniform() < 1 / (1 + std::exp(-eta)) ? 1 : 0);
  }
  const auto fit = FitGlm(data, GlmFamily::kLogistic);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->coefficients[0], .7, 4 * fit->standard_errors[0]);
  ExpectRelative(fit->robust_errors[0], fit->standard_errors[0], .03);
  // Every row twice is no more knowledge than once, if the cluster says so.
  GlmData twice = data;
  for (size_t i = 0; i < data.y.size(); ++i) {
    twice.x[0].push_back(data.x[0][i]);
    twice.y.push_back(data.y[i]);
    twice.stratum.push_back(data.stratum[i]);
  }
  for (size_t i = 0; i < twice.y.size(); ++i)
    twice.cluster.push_back(static_cast<int>(i % data.y.size()));
  const auto doubled = FitGlm(twice, GlmFamily::kLogistic);
  ExpectRelative(doubled->robust_errors, fit->robust_errors, 1e-8);
  ExpectRelative(doubled->standard_errors[0], fit->standard_errors[0] / std::sqrt(2), 1e-8);
}

TEST(Glm, RefusesWhatItCannotFit) {
  const GlmData data = DataOf(Reference("infert"));
  GlmData same = data;
  same.x.push_back(data.x[0]);
  EXPECT_FALSE(FitGlm(same, GlmFamily::kLogistic));
  GlmData constant = data;
  constant.x.emplace_back(data.stratum.begin(), data.stratum.end());  // within strata
  EXPECT_FALSE(FitGlm(constant, GlmFamily::kLogistic));
  GlmData flat = data;
  std::fill(flat.y.begin(), flat.y.end(), 1);
  EXPECT_FALSE(FitGlm(flat, GlmFamily::kLogistic));
  EXPECT_FALSE(FitGlm({{{1, 2, 3, 4}}, {0, 1, 0, 1}, {}, {}}, GlmFamily::kLogistic));
  EXPECT_FALSE(FitGlm({{}, data.y, {}, {}}, GlmFamily::kLogistic));
}

}  // namespace
}  // namespace northstar::stats
