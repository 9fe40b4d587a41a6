// What the past lets expect, and how often the comparison errs.
#include "stats/experiment/forecast_comparison.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

using Series = std::vector<double>;

// A level that wanders a little, noise, and an effect from `start` on.
Series Simulate(uint64_t seed, size_t periods, size_t start, double effect) {
  Random random(78, seed);
  Series values;
  double level = 0;
  for (size_t t = 0; t < periods; ++t) {
    level += .01 * NormalQuantile(random.Uniform());
    values.push_back(
        800 * std::exp(level + .04 * NormalQuantile(random.Uniform()) + (t >= start ? effect : 0)));
  }
  return values;
}

TEST(AgainstForecast, FindsAJump) {
  const Series values = Simulate(1, 70, 64, .4);
  const auto found = CompareWithForecast(values, 64, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->before, 64u);
  EXPECT_EQ(found->after, 6u);
  EXPECT_EQ(found->placebo.dates, 20u);
  EXPECT_GT(found->low, 0);
  EXPECT_NEAR(found->effect, found->actual - found->expected, 1e-9);
  ASSERT_TRUE(found->relative);
  EXPECT_NEAR(*found->relative, std::expm1(.4), .12);
  EXPECT_LT(*found->relative_low, *found->relative);
  EXPECT_GT(*found->relative_high, *found->relative);
  EXPECT_NEAR(found->placebo.p_value, 1 / 21.0, 1e-12);
}

TEST(AgainstForecast, ValuesAfterTheStartTeachNothing) {
  Series values = Simulate(2, 70, 64, 0);
  const auto found = CompareWithForecast(values, 64, {});
  for (size_t t = 64; t < 70; ++t) values[t] *= 2;
  const auto doubled = CompareWithForecast(values, 64, {});
  ASSERT_TRUE(found && doubled);
  EXPECT_EQ(found->expected, doubled->expected);
  EXPECT_EQ(found->high - found->low, doubled->high - doubled->low);
  EXPECT_NEAR(doubled->actual, 2 * found->actual, 1e-9);
}

TEST(AgainstForecast, Refusals) {
  const Series values = Simulate(3, 70, 70, 0);
  EXPECT_FALSE(CompareWithForecast(values, 70, {}));
  EXPECT_FALSE(CompareWithForecast(values, 50, {}));  // 20 after need 80 before
  EXPECT_FALSE(CompareWithForecast(std::span(values).first(9), 8, {}));
  EXPECT_FALSE(CompareWithForecast(Series(70, 5), 64, {}));
}

TEST(AgainstForecast, SimulatedNothing) {
  int found = 0;
  constexpr int kRuns = 40;
  for (int run = 0; run < kRuns; ++run) {
    const Series values = Simulate(1000 + static_cast<uint64_t>(run), 50, 46, 0);
    const auto one = CompareWithForecast(values, 46, {}, {.paths = 300});
    ASSERT_TRUE(one);
    found += one->low > 0 || one->high < 0;
  }
  EXPECT_LE(found, kRuns / 10);
}

}  // namespace
}  // namespace northstar::stats
