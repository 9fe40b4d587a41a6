// Survival curves, log-rank tests and Cox regression against R's survival, and what must hold
// whatever the data are. Data and numbers come from cohort_statistics.json; numbers that stand here
// were made with R by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/cox.h"
#include "stats/survival.h"
#include "tests/reference/reference.h"

namespace northstar::stats {
namespace {

using testing::ExpectRelative;
using testing::Json;
using testing::List;
using testing::Numbers;
using testing::Reference;
using testing::Table;

const char* const kCases[] = {"lung", "lung_by_age", "lung_complete", "veteran", "aml"};

std::vector<SurvivalUnit> UnitsOf(const Json& c) {
  std::vector<SurvivalUnit> units;
  for (size_t i = 0; i < c["time"].size(); ++i)
    units.push_back({c["time"][i], c["event"][i] == 1, c["group"][i]});
  return units;
}

int GroupsOf(const std::vector<SurvivalUnit>& units) {
  int groups = 0;
  for (const SurvivalUnit& unit : units) groups = std::max(groups, unit.group + 1);
  return groups;
}

TEST(KaplanMeier, AgreesWithR) {
  for (const char* name : kCases) {
    SCOPED_TRACE(name);
    const Json& c = Reference(name);
    const Json& steps = c["steps"];
    const auto curve = KaplanMeier(UnitsOf(c), .95);
    ASSERT_EQ(curve.size(), steps["time"].size());
    for (size_t i = 0; i < curve.size(); ++i) {
      EXPECT_EQ(curve[i].time, steps["time"][i]);
      EXPECT_EQ(curve[i].at_risk, steps["at_risk"][i]);
      EXPECT_EQ(curve[i].events, steps["events"][i]);
      EXPECT_NEAR(curve[i].survival, steps["survival"][i], 1e-12);
      if (curve[i].survival == 0) continue;  // R knows no error there
      ExpectRelative(curve[i].standard_error, steps["standard_error"][i], 1e-10);
      ExpectRelative(curve[i].low, steps["low"][i], 1e-9);
      ExpectRelative(curve[i].high, steps["high"][i], 1e-9);
    }
    const RestrictedMean area = RestrictedMeanSurvival(curve, c["horizon"]);
    ExpectRelative(area.mean, c["mean"], 1e-10);
    ExpectRelative(area.standard_error, c["mean_error"], 1e-10);
    EXPECT_EQ(MedianSurvival(curve), c["median"]);
  }
}

TEST(KaplanMeier, VectorsOfMethods) {
  const auto curve = KaplanMeier(UnitsOf(Reference("lung")), .95);
  const auto error_at = [&](double time) {
    double error = 0;
    for (const SurvivalStep& step : curve) {
      if (step.time <= time) error = step.standard_error;
    }
    return error;
  };
  EXPECT_NEAR(SurvivalAt(curve, 90), .8816, 5e-5);
  EXPECT_NEAR(error_at(90), .02140, 5e-6);
  EXPECT_NEAR(SurvivalAt(curve, 180), .7217, 5e-5);
  EXPECT_NEAR(SurvivalAt(curve, 365), .4092, 5e-5);
  EXPECT_NEAR(error_at(365), .03582, 5e-6);
  EXPECT_EQ(MedianSurvival(curve), 310);
  EXPECT_NEAR(RestrictedMeanSurvival(curve, 365).mean, 263.2, .05);
  EXPECT_NEAR(RestrictedMeanSurvival(curve, 365).standard_error, 7.799, 5e-4);
}

TEST(KaplanMeier, WithoutCensoringIsTheShareLeft) {
  std::vector<SurvivalUnit> units;
  for (int i = 1; i <= 20; ++i) units.push_back({static_cast<double>(i), true, 0});
  const auto curve = KaplanMeier(units, .95);
  ASSERT_EQ(curve.size(), 20U);
  EXPECT_NEAR(SurvivalAt(curve, 7.5), 13. / 20, 1e-12);
  EXPECT_EQ(SurvivalAt(curve, .5), 1);
  EXPECT_EQ(MedianSurvival(curve), 10);
  // Binomial: Greenwood's formula is p(1-p)/n.
  ExpectRelative(curve[6].standard_error, std::sqrt(.65 * .35 / 20), 1e-12);
  EXPECT_NEAR(RestrictedMeanSurvival(curve, 100).mean, 10.5, 1e-12);
  EXPECT_EQ(curve.back().survival, 0);
  EXPECT_EQ(curve.back().low, 0);
  EXPECT_EQ(curve.back().high, curve[18].high);
}

TEST(KaplanMeier, WithoutEventsStaysAtOne) {
  const std::vector<SurvivalUnit> units(12, {30, false, 0});
  const auto curve = KaplanMeier(units, .95);
  EXPECT_TRUE(curve.empty());
  EXPECT_EQ(SurvivalAt(curve, 28), 1);
  EXPECT_FALSE(MedianSurvival(curve));
  EXPECT_EQ(RestrictedMeanSurvival(curve, 28).mean, 28);
  EXPECT_EQ(RestrictedMeanSurvival(curve, 28).standard_error, 0);
  EXPECT_FALSE(TestLogRank(units, 1));
}

TEST(LogRank, AgreesWithR) {
  for (const char* name : kCases) {
    SCOPED_TRACE(name);
    const Json& c = Reference(name);
    const auto units = UnitsOf(c);
    const auto found = TestLogRank(units, GroupsOf(units));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->observed, Numbers(c["observed"]));
    ExpectRelative(found->expected, Numbers(c["expected"]), 1e-9);
    ExpectRelative(found->chi_squared, c["chi_squared"], 1e-9);
    ExpectRelative(found->p_value, c["p_value"], 1e-8);
    ExpectRelative(found->trend_chi_squared, c["trend_chi_squared"], 1e-8);
    EXPECT_EQ(found->groups, GroupsOf(units));
  }
}

TEST(LogRank, VectorsOfMethods) {
  const auto by_sex = TestLogRank(UnitsOf(Reference("lung")), 2);
  ExpectRelative(by_sex->chi_squared, 10.326742);
  ExpectRelative(by_sex->p_value, .0013111645);
  EXPECT_EQ(by_sex->observed, (std::vector<double>{112, 53}));
  ExpectRelative(by_sex->expected, {91.58, 73.42}, 1e-4);
  const auto by_age = TestLogRank(UnitsOf(Reference("lung_by_age")), 3);
  EXPECT_NEAR(by_age->chi_squared, 3.3, .05);
  ExpectRelative(by_age->trend_chi_squared, 3.13791989);
}

TEST(LogRank, EqualGroupsDoNotDiffer) {
  std::vector<SurvivalUnit> units;
  Random random(21);
  for (int i = 0; i < 200; ++i) {
    const double time = std::ceil(40 * random.Uniform());
    const bool event = random.Uniform() < .6;
    for (const int group : {0, 2}) units.push_back({time, event, group});
  }
  const auto found = TestLogRank(units, 4);  // groups 1 and 3 are absent
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->chi_squared, 0, 1e-9);
  EXPECT_NEAR(found->trend_chi_squared, 0, 1e-9);
  EXPECT_GT(found->p_value, .999);
  EXPECT_EQ(found->groups, 2);
  EXPECT_EQ(found->expected[1], 0);
  for (SurvivalUnit& unit : units) unit.group = 3;
  EXPECT_FALSE(TestLogRank(units, 4));
}

TEST(Cox, AgreesWithR) {
  for (const char* name : kCases) {
    SCOPED_TRACE(name);
    const Json& c = Reference(name);
    for (const CoxTies ties : {CoxTies::kEfron, CoxTies::kBreslow}) {
      const Json& wanted = c[ties == CoxTies::kEfron ? "efron" : "breslow"];
      const auto found = FitCox(UnitsOf(c), Table(c["x"]), ties);
      ASSERT_TRUE(found);
      ExpectRelative(found->coefficients, Numbers(wanted["coefficients"]), 1e-8);
      ExpectRelative(found->standard_errors, Numbers(wanted["standard_errors"]), 1e-8);
      ExpectRelative(found->log_likelihood, wanted["log_likelihood"], 1e-10);
    }
  }
}

TEST(Cox, VectorsOfMethods) {
  const Json& c = Reference("lung_complete");
  const auto efron = FitCox(UnitsOf(c), Table(c["x"]), CoxTies::kEfron);
  ExpectRelative(efron->coefficients, {.0110668, -.5526124, .4637285}, 5e-6);
  ExpectRelative(efron->standard_errors, {.0092674, .1677391, .1135773}, 5e-6);
  const auto breslow = FitCox(UnitsOf(c), Table(c["x"]), CoxTies::kBreslow);
  ExpectRelative(breslow->coefficients, {.01104114, -.55188957, .46294705});
}

TEST(Cox, RefusesWhatItCannotFit) {
  std::vector<SurvivalUnit> units;
  std::vector<double> rising;
  for (int i = 1; i <= 30; ++i) {
    units.push_back({static_cast<double>(i), true, 0});
    rising.push_back(i);
  }
  EXPECT_FALSE(FitCox(units, {rising}, CoxTies::kEfron));  // orders the events perfectly
  const Json& c = Reference("aml");
  Columns twice = Table(c["x"]);
  twice.push_back(twice[0]);
  EXPECT_FALSE(FitCox(UnitsOf(c), twice, CoxTies::kEfron));
  EXPECT_FALSE(FitCox(UnitsOf(c), {std::vector<double>(23, 2)}, CoxTies::kEfron));
  for (SurvivalUnit& unit : units) unit.event = false;
  EXPECT_FALSE(FitCox(units, {rising}, CoxTies::kEfron));
}

}  // namespace
}  // namespace northstar::stats
