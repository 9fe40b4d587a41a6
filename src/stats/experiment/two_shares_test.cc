// Shares with many hits are means; rare ones have exact odds.
#include "stats/experiment/two_shares.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar::stats {
namespace {

TEST(TwoShares, ManyHitsAreComparedAsMeans) {
  const auto found = CompareShares({120, 1000}, {100, 1000}, .95);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->exact);
  EXPECT_FALSE(found->odds_ratio);
  const auto means = CompareArms(ShareOf(120, 1000), ShareOf(100, 1000), .95);
  EXPECT_EQ(found->absolute.low, means->absolute.low);
  ASSERT_TRUE(found->relative);
  EXPECT_NEAR(found->relative->estimate, .2, 1e-12);
}

// Cookie Cats, retention after 1 and 7 days, gate at level 40 against 30: z by hand from the pooled
// share, without a correction for continuity.
TEST(TwoShares, PIsOfOneShareForBoth) {
  EXPECT_NEAR(CompareShares({20'119, 45'489}, {20'034, 44'700}, .95)->absolute.p_value, .07440966,
              1e-7);
  EXPECT_NEAR(CompareShares({8'279, 45'489}, {8'502, 44'700}, .95)->absolute.p_value, .00155425,
              1e-7);
}

// Lady tasting tea: 3 of 4 against 1 of 4. Chances of the treatment's hits: 1, 16, 36, 16, 1 of 70.
TEST(TwoShares, RareOnesByTheLawOfTheTable) {
  const auto found = CompareShares({3, 4}, {1, 4}, .95);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->exact);
  EXPECT_NEAR(found->absolute.p_value, 2 * (1 + 16 / 2.0) / 70, 1e-12);
  ASSERT_TRUE(found->odds_ratio);
  EXPECT_DOUBLE_EQ(found->odds_ratio->ratio, 9);
  // At its ends the chance of at least (at most) 3 hits, the table itself half, is 2.5 %.
  const auto tail = [](double odds) {
    const double at = 16 * std::pow(odds, 3);
    const double above = std::pow(odds, 4);
    return (above + at / 2) / (1 + 16 * odds + 36 * odds * odds + at + above);
  };
  EXPECT_NEAR(tail(found->odds_ratio->low), .025, 1e-9);
  EXPECT_NEAR(tail(found->odds_ratio->high), .975, 1e-9);
  EXPECT_LT(found->odds_ratio->low, 1);
}

// Newcombe 1998, table II, (a) and (h), to the four digits printed there.
TEST(TwoShares, DifferencesOfNewcombe) {
  const auto a = CompareShares({0, 10}, {0, 20}, .95);
  ASSERT_TRUE(a);
  EXPECT_NEAR(a->absolute.low, -.1611, 1e-4);
  EXPECT_NEAR(a->absolute.high, .2775, 1e-4);
  const auto h = CompareShares({10, 10}, {0, 10}, .95);
  ASSERT_TRUE(h);
  EXPECT_NEAR(h->absolute.low, .6075, 1e-4);
  EXPECT_NEAR(h->absolute.high, 1, 1e-12);
}

TEST(TwoShares, AtTheEdges) {
  EXPECT_FALSE(CompareShares({0, 1}, {0, 100}, .95));
  const auto none = CompareShares({0, 500}, {0, 500}, .95);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->absolute.p_value, 1);
  EXPECT_FALSE(none->odds_ratio);
  EXPECT_LT(none->absolute.low, 0);
  EXPECT_GT(none->absolute.high, 0);
  const auto only_one = CompareShares({6, 500}, {0, 500}, .95);
  ASSERT_TRUE(only_one && only_one->odds_ratio);
  EXPECT_TRUE(std::isinf(only_one->odds_ratio->high));
  EXPECT_GT(only_one->odds_ratio->low, 1);
  EXPECT_NEAR(only_one->absolute.p_value, std::pow(.5, 6), 2e-3);
  const auto other = CompareShares({0, 500}, {6, 500}, .95);
  EXPECT_EQ(other->odds_ratio->low, 0);
  EXPECT_NEAR(other->absolute.p_value, only_one->absolute.p_value, 1e-12);
}

TEST(TwoShares, MissesAreRareToo) {
  const auto found = CompareShares({98, 100}, {91, 100}, .95);
  const auto turned = CompareShares({9, 100}, {2, 100}, .95);
  ASSERT_TRUE(found && turned);
  EXPECT_TRUE(found->exact);
  EXPECT_NEAR(found->absolute.p_value, turned->absolute.p_value, 1e-12);
  EXPECT_NEAR(found->odds_ratio->low, turned->odds_ratio->low, 1e-9);
}

TEST(TwoShares, MillionsAreNoMatter) {
  const auto found = CompareShares({3, 2'000'000}, {12, 2'000'000}, .95);
  ASSERT_TRUE(found && found->odds_ratio);
  EXPECT_LT(found->odds_ratio->high, 1);
  // Of 15 hits 3 or fewer, the table half: a binomial with one half.
  EXPECT_NEAR(found->absolute.p_value, 2 * (1 + 15 + 105 + 455 / 2.0) / 32768, 1e-5);
}

// 3 hits in 200 are expected in both arms.
TEST(TwoShares, OfTestsOfNothingAtMostOneInTwentyFinds) {
  int found = 0;
  int outside = 0;
  int exact = 0;
  for (int run = 0; run < 600; ++run) {
    Random random(72, static_cast<uint64_t>(run));
    ShareCounts arms[2];
    for (ShareCounts& arm : arms) {
      arm.units = 200;
      for (int i = 0; i < 200; ++i) arm.hits += random.Uniform() < .015;
    }
    const auto one = CompareShares(arms[0], arms[1], .95);
    exact += one->exact;
    found += one->absolute.p_value < .05;
    outside += one->absolute.low > 0 || one->absolute.high < 0;
  }
  EXPECT_GT(exact, 500);
  EXPECT_LE(found, 30);
  EXPECT_GE(found, 3);
  EXPECT_LE(outside, 36);
}

}  // namespace
}  // namespace northstar::stats
