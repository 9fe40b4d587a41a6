// Fieller's interval against its definition, worked out by a search over ratios.
#include "stats/fieller.h"

#include <gtest/gtest.h>

#include <cmath>

namespace northstar::stats {
namespace {

// How many standard errors numerator - ratio · denominator is from 0.
double Distance(const RatioParts& p, double ratio) {
  const double variance =
      p.numerator_variance - 2 * ratio * p.covariance + ratio * ratio * p.denominator_variance;
  return std::fabs(p.numerator - ratio * p.denominator) / std::sqrt(variance);
}

TEST(Fieller, EndsAreWhereTheTestTurns) {
  for (const RatioParts& parts : {RatioParts{3, 2, .09, .16, .05}, RatioParts{-1, 4, .25, .5, -.2},
                                  RatioParts{2, -3, 1, .4, 0}, RatioParts{0, 5, .3, .3, .1}}) {
    const auto interval = Fieller(parts, 1.96);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(Distance(parts, interval->low), 1.96, 1e-9);
    EXPECT_NEAR(Distance(parts, interval->high), 1.96, 1e-9);
    EXPECT_LT(Distance(parts, (interval->low + interval->high) / 2), 1.96);
    EXPECT_DOUBLE_EQ(interval->ratio, parts.numerator / parts.denominator);
  }
}

TEST(Fieller, RefusesADenominatorThatMayBeZero) {
  EXPECT_FALSE(Fieller({3, 1.9, .1, 1, 0}, 1.96));
  EXPECT_TRUE(Fieller({3, 2, .1, 1, 0}, 1.96));
  EXPECT_FALSE(Fieller({3, 0, .1, 0, 0}, 1.96));
}

TEST(Fieller, OfAKnownDenominatorIsTheNumeratorsOwn) {
  const auto interval = Fieller({3, 2, .04, 0, 0}, 2);
  ASSERT_TRUE(interval);
  EXPECT_DOUBLE_EQ(interval->low, 1.3);
  EXPECT_DOUBLE_EQ(interval->high, 1.7);
}

}  // namespace
}  // namespace northstar::stats
