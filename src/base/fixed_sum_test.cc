// Fixed-point sums: exact where they can be, the same in every order, and honest about their range.
#include "base/fixed_sum.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "base/random.h"

namespace northstar {
namespace {

TEST(FixedScale, KeepsValuesThatFit) {
  const FixedScale scale(62);
  for (const double value : {0.0, 1.0, -1.0, 0.1, -12345.678, 1e12, 1e18})
    EXPECT_EQ(scale.FromFixed(scale.ToFixed(value)), value) << value;
}

TEST(FixedScale, CutsTowardsZeroBelowItsUnit) {
  const FixedScale scale(10);
  EXPECT_EQ(scale.ToFixed(std::ldexp(1.0, -11)), 0);
  EXPECT_EQ(scale.ToFixed(-std::ldexp(1.0, -11)), 0);
  EXPECT_EQ(scale.ToFixed(1.0 + std::ldexp(1.5, -10)), 1024 + 1);
}

TEST(FixedScale, KnowsWhatDoesNotFit) {
  const FixedScale scale(62);
  EXPECT_TRUE(scale.Holds(9.2e18));
  EXPECT_FALSE(scale.Holds(1e19));
  EXPECT_FALSE(scale.Holds(std::numeric_limits<double>::infinity()));
  EXPECT_FALSE(scale.Holds(std::numeric_limits<double>::quiet_NaN()));
}

TEST(FixedScale, SumsDoNotDependOnOrder) {
  Random random(3);
  std::vector<double> values;
  double largest = 0;
  for (int i = 0; i < 20'000; ++i) {
    values.push_back((random.Uniform() - 0.5) *
                     std::pow(10.0, static_cast<double>(random.Below(12))));
    largest = std::max(largest, std::fabs(values.back()));
  }
  const FixedScale scale(ScaleFor(largest, static_cast<double>(values.size())));
  const auto sum = [&] {
    Int128 total = 0;
    for (const double value : values) total += scale.ToFixed(value);
    return total;
  };
  const Int128 first = sum();
  random.Shuffle(std::span<double>(values));
  EXPECT_TRUE(first == sum());
  long double reference = 0;
  for (const double value : values) reference += value;
  EXPECT_NEAR(scale.FromFixed(first), static_cast<double>(reference), 1e-6);
}

}  // namespace
}  // namespace northstar
