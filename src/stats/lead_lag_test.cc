// Vectors on public series, and properties of the lead test.
#include "stats/lead_lag.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "tests/public_series.h"

namespace northstar::stats {
namespace {

using testing::Differences;
using testing::PublicColumn;

TEST(LeadVectors, BoxJenkinsSales) {
  const auto lead = PublicColumn("datasets_BJsales.lead.csv", 2);
  const auto sales = PublicColumn("datasets_BJsales.csv", 2);
  REQUIRE_PUBLIC(lead);
  LeadOptions options;
  options.permutations = 499;
  options.seasonal = false;
  options.clamp_mads = 4;  // as the published figures were made
  const LeadResult r = TestLead(lead, sales, false, options);
  EXPECT_EQ(r.finding, LeadFinding::kLeads);
  EXPECT_EQ(r.lag, 3);
  EXPECT_EQ(r.width, 1);
  EXPECT_EQ(r.candidate_order, 2);
  EXPECT_EQ(r.outcome_order, 2);
  EXPECT_NEAR(r.statistic, 24.783377, 1e-5);
  EXPECT_NEAR(r.correlation, .96969358, 1e-7);
  EXPECT_NEAR(r.p_value, 1.0 / 500, 1e-12);
  EXPECT_NEAR(r.reverse_statistic, 1.518545, 1e-5);
  EXPECT_NEAR(r.reverse_p_value, .87, .06);  // of either sign
  EXPECT_NEAR(r.together_correlation, -.0569, 1e-4);
}

TEST(LeadVectors, ChickenAndEgg) {
  const auto chicken = PublicColumn("ChickEgg.csv", 1);
  const auto egg = PublicColumn("ChickEgg.csv", 2);
  REQUIRE_PUBLIC(egg);
  LeadOptions options;
  options.permutations = 499;
  options.seasonal = false;
  options.clamp_mads = 0;  // the published figures were made without that step
  options.longest_lag = 6;
  const LeadResult r = TestLead(egg, chicken, false, options);
  EXPECT_EQ(r.finding, LeadFinding::kMovesTogether);
  EXPECT_EQ(r.candidate_order, 1);
  EXPECT_EQ(r.outcome_order, 0);
  // Of the profile the published search took the strongest rise, 1.594185 at lags 1 to 3; the
  // strongest of either sign is a fall.
  EXPECT_EQ(r.lag, 5);
  EXPECT_LT(r.correlation, 0);
  EXPECT_GT(r.statistic, 1.594185);
  EXPECT_GT(r.p_value, .3);
  EXPECT_NEAR(r.together_correlation, .58943, 1e-5);
}

TEST(LeadVectors, ClarkWest) {
  const auto dx = Differences(PublicColumn("datasets_BJsales.lead.csv", 2));
  const auto dy = Differences(PublicColumn("datasets_BJsales.csv", 2));
  REQUIRE_PUBLIC(dx);
  const auto three = ClarkWest(dy, dx, {}, 60, [](size_t) { return Lag{3, 1}; });
  ASSERT_TRUE(three);
  EXPECT_EQ(three->forecasts, 89);
  EXPECT_NEAR(three->mspe_without, 1.61946578, 1e-7);
  EXPECT_NEAR(three->mspe_with, .15543785, 1e-7);
  EXPECT_NEAR(three->r2_out_of_sample, .90401906, 1e-7);
  EXPECT_NEAR(three->statistic, 5.60346331, 1e-6);
  const auto one = ClarkWest(dy, dx, {}, 60, [](size_t) { return Lag{1, 1}; });
  EXPECT_NEAR(one->mspe_with, 1.63471877, 1e-7);
  EXPECT_NEAR(one->r2_out_of_sample, -.00797707, 1e-7);
  EXPECT_NEAR(one->statistic, -.53099530, 1e-6);
}

std::vector<double> Walk(Random& random, int n) {
  std::vector<double> x{100};
  for (int i = 1; i < n; ++i) {
    const double noise = random.Uniform() + random.Uniform() + random.Uniform() - 1.5;
    x.push_back(x.back() * std::exp(0.02 + 0.06 * noise));
  }
  return x;
}

TEST(LeadTest, SameBytesOnAnyNumberOfThreads) {
  Random random(5);
  const auto x = Walk(random, 40);
  const auto y = Walk(random, 40);
  LeadOptions options;
  options.permutations = 199;
  const LeadResult one = TestLead(x, y, false, options);
  options.threads = 3;
  const LeadResult three = TestLead(x, y, false, options);
  EXPECT_EQ(one.p_value, three.p_value);
  EXPECT_EQ(one.low, three.low);
  EXPECT_EQ(one.reverse_p_value, three.reverse_p_value);
}

TEST(LeadTest, SaysWhatItCannotJudge) {
  Random random(6);
  const LeadOptions options;
  const auto x = Walk(random, 40);
  EXPECT_EQ(TestLead(x, x, true, options).finding, LeadFinding::kIsRevenue);
  EXPECT_EQ(TestLead(x, x, false, options).finding, LeadFinding::kMayBeRevenue);
  EXPECT_EQ(TestLead(std::vector<double>(40, 3.0), x, false, options).finding,
            LeadFinding::kNoVariation);
  EXPECT_EQ(TestLead(Walk(random, 12), Walk(random, 12), false, options).finding,
            LeadFinding::kNotEnoughData);
  EXPECT_EQ(TestLead({}, {}, false, options).finding, LeadFinding::kNotEnoughData);
}

std::vector<double> Led(const std::vector<double>& x, double sign, Random& random) {
  std::vector<double> y{100, 100, 100};
  for (size_t t = 3; t < x.size(); ++t) {
    const double growth = std::log(x[t - 2] / x[t - 3]);
    y.push_back(y.back() * std::exp(sign * growth + 0.01 * (random.Uniform() - 0.5)));
  }
  return y;
}

TEST(LeadTest, ALeadMayBeInverse) {
  Random random(7);
  const auto x = Walk(random, 48);
  const auto up = Led(x, 1, random);
  const auto down = Led(x, -1, random);
  LeadOptions options;
  options.permutations = 199;
  EXPECT_EQ(TestLead(x, up, false, options).finding, LeadFinding::kLeads);
  const LeadResult inverse = TestLead(x, down, false, options);
  EXPECT_EQ(inverse.finding, LeadFinding::kLeadsInversely);
  EXPECT_LT(inverse.correlation, 0);
  EXPECT_LT(*inverse.effect, 0);
  options.wanted = LeadSign::kInverse;
  EXPECT_EQ(TestLead(x, down, false, options).finding, LeadFinding::kLeads);
  EXPECT_EQ(TestLead(x, up, false, options).finding, LeadFinding::kLeadsInversely);
  options.wanted = LeadSign::kEither;
  EXPECT_EQ(TestLead(x, up, false, options).finding, LeadFinding::kLeads);
  EXPECT_EQ(TestLead(x, down, false, options).finding, LeadFinding::kLeads);
}

TEST(LeadTest, TheUnitOfASeriesIsNoMatter) {
  Random random(8);
  const auto x = Walk(random, 48);
  const auto y = Led(x, 1, random);
  LeadOptions options;
  options.permutations = 199;
  const LeadResult r = TestLead(x, y, false, options);
  for (const double factor : {1e-6, 0.013, 37.0, 1e9}) {
    std::vector<double> scaled = x;
    for (double& value : scaled) value *= factor;
    const LeadResult other = TestLead(scaled, y, false, options);
    EXPECT_EQ(other.finding, r.finding) << factor;
    EXPECT_EQ(other.lag, r.lag) << factor;
    EXPECT_NEAR(other.p_value, r.p_value, 1e-12) << factor;
    EXPECT_NEAR(*other.effect, *r.effect, 1e-9) << factor;
  }
}

TEST(LeadTest, LoneEventsAreNoLead) {
  LeadOptions options;
  options.permutations = 999;
  options.wanted = LeadSign::kEither;
  int passes = 0;
  for (size_t at = 10; at < 48; ++at) {
    std::vector<double> x(60, 100), y(60, 100);
    x[at] = y[at + 3] = 900;
    const LeadFinding finding = TestLead(x, y, false, options).finding;
    passes += finding == LeadFinding::kLeads || finding == LeadFinding::kLikelyLeads;
  }
  EXPECT_EQ(passes, 0);
}

}  // namespace
}  // namespace northstar::stats
