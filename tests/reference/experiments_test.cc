// The statistics of initiatives against R (experiments.R beside this file says how).
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "stats/experiment/cuped.h"
#include "stats/experiment/difference_in_differences.h"
#include "stats/experiment/sample_ratio.h"
#include "stats/experiment/two_shares.h"

namespace northstar::stats {
namespace {

using Json = nlohmann::json;
using Values = std::vector<std::vector<double>>;

const Json& Reference(const char* name) {
  static const Json cases = [] {
    std::ifstream file(NORTHSTAR_SOURCE_DIR "/tests/reference/experiments.json");
    return Json::parse(file);
  }();
  return cases.at(name);
}

void ExpectClose(double found, const Json& wanted, double tolerance = 1e-8) {
  const auto number = wanted.get<double>();
  EXPECT_NEAR(found, number, tolerance * std::max(1e-9, std::fabs(number)));
}

// Of one arm, the named columns.
UnitMoments ArmOf(const Json& data, int arm, const std::vector<const char*>& names) {
  const auto treated = data["treated"].get<std::vector<int>>();
  Values values(names.size());
  for (size_t k = 0; k < names.size(); ++k) {
    const auto column = data[names[k]].get<std::vector<double>>();
    for (size_t i = 0; i < treated.size(); ++i) {
      if (treated[i] == arm) values[k].push_back(column[i]);
    }
  }
  return *MomentsOf(SumUnits(values));
}

TEST(ExperimentsReference, Welch) {
  const Json& c = Reference("arms");
  const auto found =
      CompareArms(MeanOf(ArmOf(c, 1, {"value"})), MeanOf(ArmOf(c, 0, {"value"})), .95);
  ASSERT_TRUE(found);
  ExpectClose(found->absolute.estimate / found->absolute.standard_error, c["t"]);
  ExpectClose(found->absolute.df, c["df"]);
  ExpectClose(found->absolute.p_value, c["p"]);
  ExpectClose(found->absolute.low, c["low"]);
  ExpectClose(found->absolute.high, c["high"]);
}

TEST(ExperimentsReference, CupedIsTheAnalysisOfCovariance) {
  const Json& c = Reference("arms");
  const AdjustedArms arms = AdjustForCovariates(ArmOf(c, 1, {"value", "past", "has"}),
                                                ArmOf(c, 0, {"value", "past", "has"}));
  const auto found = CompareArms(arms.treatment, arms.control, .95);
  ASSERT_TRUE(found);
  ExpectClose(arms.slopes[0], c["slope"]);
  ExpectClose(arms.variance_ratio, c["variance_ratio"]);
  ExpectClose(found->absolute.estimate, c["adjusted"]);
  ExpectClose(found->absolute.standard_error, c["adjusted_error"]);
}

TEST(ExperimentsReference, RatiosByLeavingUnitsOut) {
  const Json& arms = Reference("arms");
  const auto ratio = [&](int arm) {
    return MeanOf(LinearizedRatio(ArmOf(arms, arm, {"value", "visits"})));
  };
  const auto found = CompareArms(ratio(1), ratio(0), .95);
  ASSERT_TRUE(found);
  ExpectClose(found->absolute.estimate, Reference("ratio")["difference"]);
  ExpectClose(found->absolute.standard_error, Reference("ratio")["jackknife_error"], .03);
}

TEST(ExperimentsReference, RareShares) {
  for (const Json& c : Reference("shares")) {
    const auto found = CompareShares({c["hits1"], c["n1"]}, {c["hits0"], c["n0"]}, .95);
    ASSERT_TRUE(found && found->odds_ratio);
    ExpectClose(found->absolute.p_value, c["p"]);
    ExpectClose(found->absolute.low, c["low"]);
    ExpectClose(found->absolute.high, c["high"]);
    ExpectClose(found->odds_ratio->low, c["odds_low"], 1e-7);
    ExpectClose(found->odds_ratio->high, c["odds_high"], 1e-7);
  }
}

TEST(ExperimentsReference, SampleRatios) {
  for (const Json& c : Reference("sample_ratios")) {
    const auto found = CheckSampleRatio(c["units"].get<std::vector<double>>(),
                                        c["shares"].get<std::vector<double>>());
    ASSERT_TRUE(found);
    ExpectClose(found->chi_squared, c["chi_squared"]);
    ExpectClose(found->p_value, c["p"]);
  }
}

TEST(ExperimentsReference, DifferencesWithPlaceboDates) {
  const Json& c = Reference("segments");
  const auto found =
      CompareSegments(c["treated"].get<std::vector<double>>(),
                      c["control"].get<std::vector<double>>(), c["start"].get<size_t>());
  ASSERT_TRUE(found);
  const BeforeAfter& result = found->result;
  EXPECT_EQ(result.before, c["before"].get<size_t>());
  EXPECT_EQ(result.placebo.dates, c["dates"].get<size_t>());
  ExpectClose(result.placebo.widening, c["widening"]);
  ExpectClose(result.placebo.false_alarm_rate, c["alarms"]);
  ExpectClose(result.placebo.p_value, c["p"]);
  ASSERT_TRUE(result.relative);
  ExpectClose(*result.relative, c["relative"]);
  ExpectClose(*result.relative_low, c["relative_low"]);
  ExpectClose(*result.relative_high, c["relative_high"]);
}

}  // namespace
}  // namespace northstar::stats
