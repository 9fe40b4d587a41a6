// A family changes nothing of what is found of each candidate but the corrected p-values, and the
// finding that follows from them.
#include "stats/lead_family.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar::stats {
namespace {

std::vector<double> Walk(Random& random, int n) {
  std::vector<double> x{100};
  while (static_cast<int>(x.size()) < n)
    x.push_back(x.back() * std::exp(0.2 * (random.Uniform() - 0.5)));
  return x;
}

// Follows `early` by three periods, as far as `share` of its growth goes.
std::vector<double> Late(Random& random, const std::vector<double>& early, double share) {
  std::vector<double> x{100};
  for (size_t t = 1; t < early.size(); ++t) {
    const double led = t > 3 ? std::log(early[t - 3] / early[t - 4]) : 0;
    x.push_back(x.back() * std::exp(share * led + (1 - share) * 0.2 * (random.Uniform() - 0.5)));
  }
  return x;
}

LeadOptions Options() {
  LeadOptions options;
  options.permutations = 499;
  options.interval_permutations = 199;
  return options;
}

TEST(LeadFamily, OnlyTheCorrectedPValuesChange) {
  Random random(7);
  const auto lead = Walk(random, 40);
  const auto y = Late(random, lead, 0.7);
  std::vector<LeadResult> family;
  for (int i = 0; i < 4; ++i)
    family.push_back(TestLead(i == 0 ? lead : Walk(random, 40), y, false, Options()));
  const std::vector<LeadResult> alone = family;
  CorrectForFamily(family);
  for (size_t i = 0; i < family.size(); ++i) {
    EXPECT_EQ(family[i].p_value, alone[i].p_value);
    EXPECT_EQ(family[i].lag, alone[i].lag);
    EXPECT_EQ(family[i].effect, alone[i].effect);
    EXPECT_GE(family[i].p_adjusted, family[i].p_value);
    EXPECT_GE(family[i].reverse_p_adjusted, family[i].reverse_p_value);
  }
  EXPECT_EQ(family[0].finding, LeadFinding::kLeads);
}

TEST(LeadFamily, AloneNothingIsCorrected) {
  Random random(8);
  std::vector<LeadResult> one{TestLead(Walk(random, 36), Walk(random, 36), false, Options())};
  CorrectForFamily(one);
  EXPECT_EQ(one[0].p_adjusted, one[0].p_value);
}

// Members keep their own lengths and grains; those that were not tested take no part.
TEST(LeadFamily, MembersMayDifferInLengthAndGrain) {
  Random random(9);
  LeadOptions weekly = Options();
  weekly.weekly = true;
  const auto months = Walk(random, 40);
  const auto weeks = Walk(random, 80);
  std::vector<LeadResult> family{TestLead(Walk(random, 40), months, false, Options()),
                                 TestLead(Walk(random, 80), weeks, false, weekly),
                                 TestLead(months, months, true, Options())};
  CorrectForFamily(family);
  EXPECT_EQ(family[2].finding, LeadFinding::kIsRevenue);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_GE(family[i].p_adjusted, family[i].p_value);
    EXPECT_LE(family[i].p_adjusted, 1);
  }
}

// With many candidates, what is found alone may be no finding any more.
TEST(LeadFamily, ManyTriesTakeAFindingBack) {
  Random random(3);
  int alone = 0;
  int together = 0;
  for (int world = 0; world < 6; ++world) {
    const auto y = Walk(random, 40);
    std::vector<LeadResult> family;
    for (int i = 0; i < 12; ++i) family.push_back(TestLead(Walk(random, 40), y, false, Options()));
    const auto passes = [](const LeadResult& r) {
      return r.finding == LeadFinding::kLeads || r.finding == LeadFinding::kLikelyLeads;
    };
    alone += static_cast<int>(std::count_if(family.begin(), family.end(), passes));
    CorrectForFamily(family);
    together += static_cast<int>(std::count_if(family.begin(), family.end(), passes));
  }
  EXPECT_GE(alone, 1);
  EXPECT_LT(together, alone);
}

}  // namespace
}  // namespace northstar::stats
