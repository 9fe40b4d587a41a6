#include "stats/segments/rate_mix.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar::stats {
namespace {

TEST(RateMix, VectorOfMethods) {
  const RateMix split = SplitRateMix({{60, 600, 55, 500}, {45, 300, 56, 400}, {5, 100, 12, 300}});
  const double rate[] = {.00508333, -.00316667, -.00175};
  const double mix[] = {.00022917, .00129167, -.0091875};
  EXPECT_NEAR(split.before, .11, 1e-12);
  EXPECT_NEAR(split.after, .1025, 1e-12);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(split.rate[i], rate[i], 5e-9);
    EXPECT_NEAR(split.mix[i], mix[i], 5e-9);
  }
  EXPECT_TRUE(split.reversal);
}

TEST(RateMix, NewAndVanishedSegmentsAreAllMix) {
  const RateMix split = SplitRateMix({{5, 10, 0, 0}, {0, 0, 3, 20}, {1, 5, 2, 10}});
  EXPECT_EQ(split.rate[0], 0);
  EXPECT_EQ(split.rate[1], 0);
  EXPECT_FALSE(split.reversal);
}

TEST(RateMix, AddsUpAndFlips) {
  Random random(5);
  for (int round = 0; round < 500; ++round) {
    std::vector<SegmentTotals> there;
    std::vector<SegmentTotals> back;
    for (size_t i = 0; i < 2 + random.Below(30); ++i) {
      const auto draw = [&] { return random.Below(4) == 0 ? 0.0 : 1000 * random.Uniform(); };
      SegmentTotals s{draw(), draw(), draw(), draw()};
      if (s.denominator_before == 0) s.numerator_before = 0;
      if (s.denominator_after == 0) s.numerator_after = 0;
      there.push_back(s);
      back.push_back(
          {s.numerator_after, s.denominator_after, s.numerator_before, s.denominator_before});
    }
    there.push_back({1, 2, 3, 4});
    back.push_back({3, 4, 1, 2});
    const RateMix a = SplitRateMix(there);
    const RateMix b = SplitRateMix(back);
    double sum = 0;
    for (size_t i = 0; i < there.size(); ++i) {
      sum += a.rate[i] + a.mix[i];
      EXPECT_DOUBLE_EQ(a.rate[i], -b.rate[i]);
      EXPECT_NEAR(a.mix[i], -b.mix[i], 1e-12 * std::fabs(a.before));
    }
    EXPECT_NEAR(sum, a.after - a.before, 1e-12 * (1 + a.before + a.after));
  }
}

TEST(Excess, IsBeyondTheGrowthOfTheWholeAndAddsUpToNothing) {
  const Excess all = ExcessOf({{100, 0, 130, 0}, {50, 0, 50, 0}, {50, 0, 60, 0}});
  const double excess[] = {10, -10, 0};  // the whole grew by 20 %
  const double contribution[] = {30, 0, 10};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(all.excess[i], excess[i], 1e-12);
    EXPECT_EQ(all.contribution[i], contribution[i]);
  }
}

TEST(Excess, OfSomethingThatWasNotThereIsWhatCame) {
  const Excess all = ExcessOf({{0, 0, 3, 0}, {0, 0, -1, 0}});
  EXPECT_EQ(all.excess[0], 3);
  EXPECT_EQ(all.excess[1], -1);
  EXPECT_TRUE(ExcessOf({}).excess.empty());
}

}  // namespace
}  // namespace northstar::stats
