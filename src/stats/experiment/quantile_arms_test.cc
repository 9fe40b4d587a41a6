// Percentiles of arms: the number, how honest its error is, and when there are too few values.
#include "stats/experiment/quantile_arms.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/describe.h"

namespace northstar::stats {
namespace {

// Units bring one to eight values each, which lie near each other: exponential, so skewed.
std::vector<BatchedValue> Draw(uint64_t seed, int units) {
  Random random(seed);
  std::vector<BatchedValue> values;
  for (int u = 0; u < units; ++u) {
    const auto batch = static_cast<uint32_t>(random.Below(64));
    const double own = -std::log(random.Uniform());
    const auto count = 1 + random.Below(8);
    for (uint64_t i = 0; i < count; ++i)
      values.push_back({own * (.9 + .2 * random.Uniform()), batch});
  }
  return values;
}

TEST(QuantileArms, TheValueIsThatOfAllValues) {
  const auto values = Draw(1, 2000);
  std::vector<double> all;
  for (const BatchedValue& one : values) all.push_back(one.value);
  const auto found = QuantileOf(values, 64, .5);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value, Quantile(all, .5));
  EXPECT_EQ(found->units, 64);
  EXPECT_NEAR(found->value, std::log(2), .1);
}

TEST(QuantileArms, TestsWithoutAnEffectErrAsRarelyAsTheySay) {
  int outside = 0;
  constexpr int kRuns = 400;
  for (int run = 0; run < kRuns; ++run) {
    const auto one = QuantileOf(Draw(1000 + 2 * run, 1500), 64, .5);
    const auto other = QuantileOf(Draw(1001 + 2 * run, 1500), 64, .5);
    ASSERT_TRUE(one && other);
    const auto compared = CompareArms(*one, *other, .95);
    outside += compared->absolute.low > 0 || compared->absolute.high < 0;
  }
  EXPECT_GE(outside, kRuns * 2 / 100);
  EXPECT_LE(outside, kRuns * 8 / 100);
}

TEST(QuantileArms, FewValuesMakeFewerBatchesAndFewerSayNothing) {
  const auto some = QuantileOf(Draw(5, 80), 64, .5);
  ASSERT_TRUE(some);
  EXPECT_LT(some->units, 64);
  EXPECT_GE(some->units, 20);
  EXPECT_FALSE(QuantileOf(Draw(5, 10), 64, .5));
  EXPECT_FALSE(QuantileOf({}, 64, .5));
}

}  // namespace
}  // namespace northstar::stats
