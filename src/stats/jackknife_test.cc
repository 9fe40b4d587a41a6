// Intervals end where values do, and hold what was seen.
#include "stats/jackknife.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace northstar::stats {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

// 64 figures whose jackknife error is `error`.
std::vector<double> Replicates(double estimate, double error) {
  std::vector<double> without;
  for (int b = 0; b < 64; ++b)
    without.push_back(estimate + (b % 2 == 0 ? 1 : -1) * error / std::sqrt(63.0));
  return without;
}

TEST(JackknifeWithin, FarFromItsBoundsAnIntervalIsAsItWas) {
  const auto without = Replicates(0.5, 0.05);
  const auto plain = Jackknife(0.5, without, 0.95);
  const auto within = JackknifeWithin(0.5, without, 0.95, 0, 1);
  EXPECT_EQ(within->low, plain->low);
  EXPECT_EQ(within->high, plain->high);
  EXPECT_NEAR(plain->high - 0.5, 1.998341 * 0.05, 1e-6);
}

TEST(JackknifeWithin, NearABoundItEndsBeforeIt) {
  struct Case {
    double estimate, error, least, most;
  };
  for (const Case& one :
       {Case{0.9964, 0.0036, 0, 1}, Case{0.0036, 0.0036, 0, 1}, Case{303, 160, 0, kNone},
        Case{-3, 4, -kNone, 0}, Case{99.6, 0.4, 0, 100}, Case{0.9, 3, -1, 1}}) {
    const auto plain = Jackknife(one.estimate, Replicates(one.estimate, one.error), 0.95);
    EXPECT_TRUE(plain->low < one.least || plain->high > one.most);
    const auto interval = JackknifeWithin(one.estimate, Replicates(one.estimate, one.error), 0.95,
                                          one.least, one.most);
    EXPECT_GE(interval->low, one.least);
    EXPECT_LE(interval->high, one.most);
    EXPECT_LT(interval->low, one.estimate);
    EXPECT_GT(interval->high, one.estimate);
    EXPECT_EQ(interval->standard_error, plain->standard_error);
  }
  // 279 of 280: about what the score interval gives (0.980 to 0.999).
  const auto share = JackknifeWithin(279.0 / 280, Replicates(279.0 / 280, 0.00356), 0.95, 0, 1);
  EXPECT_NEAR(share->low, 0.977, 0.005);
  EXPECT_NEAR(share->high, 0.9995, 0.0005);
}

TEST(JackknifeWithin, AtABoundItEndsThere) {
  const auto all = JackknifeWithin(1, Replicates(1, 0.01), 0.95, 0, 1);
  EXPECT_EQ(all->high, 1);
  EXPECT_LT(all->low, 1);
  const auto none = JackknifeWithin(0, Replicates(0, 0), 0.95, 0, kNone);
  EXPECT_EQ(none->low, 0);
  EXPECT_EQ(none->high, 0);
}

}  // namespace
}  // namespace northstar::stats
