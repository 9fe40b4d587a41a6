// Exact sums: the nearest double to what is added, whatever its size, order and company.
#include "base/exact_sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "base/random.h"

namespace northstar {
namespace {

double SumOf(const std::vector<double>& values) {
  ExactSum sum;
  for (const double value : values) sum.Add(value);
  return sum.Value();
}

TEST(ExactSum, OneValueIsItself) {
  for (const double value : {0.0,
                             -0.0,
                             1.0,
                             -1.0,
                             0.1,
                             19.99,
                             -12345.678,
                             1e12,
                             9007199254740991.0,
                             9007199254740992.0,
                             1e40,
                             -9.99e99,
                             1e-9,
                             -3.75e-7,
                             1e-300,
                             5e-324,
                             -2.5e-320,
                             std::numeric_limits<double>::max(),
                             std::numeric_limits<double>::min(),
                             -std::numeric_limits<double>::max()})
    EXPECT_EQ(SumOf({value}), value) << value;
}

TEST(ExactSum, AnAbsurdValueTakesNothingFromTheOthers) {
  EXPECT_EQ(SumOf({19.99, 1e40, 0.3, -1e40}), 19.99 + 0.3);
  EXPECT_EQ(SumOf({1e22, 19.99, -1e22}), 19.99);
  EXPECT_EQ(SumOf({1e40, 1e22, 1, -1e40, -1e22, 1e-30}), 1.0);
  EXPECT_EQ(SumOf({1e300, 1e-300, -1e300}), 1e-300);
  EXPECT_EQ(SumOf({std::numeric_limits<double>::max(), std::numeric_limits<double>::max(),
                   -std::numeric_limits<double>::max()}),
            std::numeric_limits<double>::max());
}

TEST(ExactSum, IsRoundedOnce) {
  EXPECT_EQ(SumOf(std::vector<double>(10, 0.1)), 1.0);
  EXPECT_EQ(SumOf(std::vector<double>(100'000, 0.01)), 1000.0);
  // Halfway between two doubles goes to the even one, and a hair more upwards.
  EXPECT_EQ(SumOf({9007199254740992.0, 1}), 9007199254740992.0);
  EXPECT_EQ(SumOf({9007199254740992.0, 1, 1e-30}), 9007199254740994.0);
  EXPECT_EQ(SumOf({-9007199254740992.0, -1, -1e-30}), -9007199254740994.0);
  EXPECT_EQ(SumOf({1e40, 1e-300}), 1e40);
}

TEST(ExactSum, OutgrowsItsWindow) {
  // As large as the window holds, so often that the sum is beyond what 128 bits hold.
  const double large = std::ldexp(1.0, 44) - std::ldexp(1.0, -8);
  for (const double value : {large, -large, std::ldexp(1.0, 44)}) {
    ExactSum sum;
    sum.Add(std::vector<double>(10'000, value));
    EXPECT_EQ(sum.Value(), 10'000 * value);
    EXPECT_EQ(SumOf(std::vector<double>(10'000, value)), 10'000 * value);
    ExactSum all;
    for (int i = 0; i < 100; ++i) all.Add(sum);
    EXPECT_EQ(all.Value(), 1e6 * value);
    EXPECT_EQ(all.count(), 1'000'000);
  }
}

TEST(ExactSum, BeyondTheLargestDoubleIsInfinite) {
  const double largest = std::numeric_limits<double>::max();
  EXPECT_EQ(SumOf({largest, largest}), std::numeric_limits<double>::infinity());
  EXPECT_EQ(SumOf({-largest, -largest}), -std::numeric_limits<double>::infinity());
}

TEST(ExactSum, SkipsWhatIsNoValue) {
  ExactSum sum;
  const std::vector<double> values = {1, std::numeric_limits<double>::quiet_NaN(), 2, 1e30, 1e-30};
  sum.Add(values);
  EXPECT_EQ(sum.count(), 4);
  EXPECT_EQ(sum.Value(), 1e30);
}

// Integers times powers of two, whose sum 128-bit integers know; the parts are added in another
// order, one by one, in runs, and as sums of their own.
TEST(ExactSum, DoesNotDependOnOrder) {
  Random random(3);
  for (int world = 0; world < 200; ++world) {
    // Up to 2^62 in units of 2^unit, which lies anywhere.
    const int unit = static_cast<int>(random.Below(1000)) - 700;
    std::vector<double> values;
    Int128 total = 0;
    for (int i = 0; i < 2000; ++i) {
      const auto mantissa =
          static_cast<int64_t>(random.Below(uint64_t{1} << 53)) - (int64_t{1} << 52);
      const int shift = static_cast<int>(random.Below(60));
      values.push_back(std::ldexp(static_cast<double>(mantissa), unit + shift));
      total += static_cast<Int128>(mantissa) << shift;
    }
    const double expected = std::ldexp(static_cast<double>(total), unit);
    EXPECT_EQ(SumOf(values), expected) << "unit 2^" << unit;
    random.Shuffle(std::span<double>(values));
    ExactSum whole;
    for (size_t from = 0; from < values.size();) {
      const size_t size = std::min<size_t>(1 + random.Below(300), values.size() - from);
      ExactSum part;
      part.Add(std::span<const double>(values).subspan(from, size));
      whole.Add(part);
      from += size;
    }
    EXPECT_EQ(whole.Value(), expected) << "unit 2^" << unit;
    EXPECT_EQ(whole.count(), 2000);
  }
}

}  // namespace
}  // namespace northstar
