// The weights, and that the interval covers what it should.
#include "stats/poisson_bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

TEST(PoissonBootstrap, WeightsHaveTheTablesShares) {
  constexpr int kDraws = 200'000;
  const double cumulative[] = {.36788, .73576, .91970, .98101, .99634};
  int counts[20] = {};
  for (int unit = 0; unit < kDraws; ++unit)
    ++counts[PoissonWeight(7, static_cast<uint64_t>(unit % 100),
                           static_cast<uint64_t>(unit / 100))];
  double share = 0;
  for (int k = 0; k < 5; ++k) {
    share += static_cast<double>(counts[k]) / kDraws;
    EXPECT_NEAR(share, cumulative[k], 0.004) << k;
  }
}

TEST(PoissonBootstrap, TheSameUnitWeighsTheSameEverywhere) {
  EXPECT_EQ(PoissonWeight(1, 2, 3), PoissonWeight(1, 2, 3));
  int same = 0;
  for (uint64_t unit = 0; unit < 1000; ++unit)
    same += PoissonWeight(1, 2, unit) == PoissonWeight(1, 3, unit);
  EXPECT_LT(same, 450);  // two independent Poisson(1) are equal in 31 %
}

// 95 % nominal on the median of log-normal values, three per unit.
TEST(PoissonBootstrap, CoversTheMedian) {
  int covered = 0;
  constexpr int kWorlds = 200;
  for (uint64_t world = 0; world < kWorlds; ++world) {
    Random random(world);
    std::vector<WeighedValue> values;
    for (uint64_t unit = 0; unit < 150; ++unit) {
      const double of_unit = NormalQuantile(random.Uniform());
      for (int i = 0; i < 3; ++i)
        values.push_back({std::exp(of_unit + NormalQuantile(random.Uniform())), unit});
    }
    const auto interval = PercentileInterval(values, 0.5, {});
    ASSERT_TRUE(interval);
    covered += interval->low <= 1 && 1 <= interval->high;
  }
  EXPECT_GE(covered, kWorlds * 0.89);
  EXPECT_LE(covered, kWorlds * 0.99);
}

TEST(PoissonBootstrap, NeedsThirtyUnits) {
  std::vector<WeighedValue> values;
  for (uint64_t unit = 0; unit < 29; ++unit) values.push_back({1.0, unit});
  EXPECT_FALSE(PercentileInterval(values, 0.5, {}));
}

}  // namespace
}  // namespace northstar::stats
