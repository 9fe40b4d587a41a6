// Vectors computed with R 4.2.2 and SciPy 1.10.1.
#include <gtest/gtest.h>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/jackknife.h"

namespace northstar::stats {
namespace {

void ExpectRelative(double found, double wanted, double tolerance = 1e-6) {
  EXPECT_NEAR(found, wanted, tolerance * std::max(1e-12, std::fabs(wanted)));
}

TEST(Vectors, Distributions) {
  ExpectRelative(NormalQuantile(0.975), 1.959963985);
  ExpectRelative(NormalQuantile(0.975) + NormalQuantile(0.8), 2.801585218);
  const std::pair<double, double> t[] = {
      {9, 2.2621572}, {19, 2.0930241}, {49, 2.0095752}, {99, 1.9842170}};
  for (const auto& [df, wanted] : t) ExpectRelative(TQuantile(0.975, df), wanted);
  ExpectRelative(ChiSquaredUpperTail(10, 1), 0.0015654, 1e-4);
  ExpectRelative(FUpperTail(5.40498, 3, 44), 0.0029664, 1e-4);
}

TEST(Vectors, QuantilesOfType7) {
  ExpectRelative(Quantile({1, 2, 3, 4, 10}, 0.1), 1.4);
  ExpectRelative(Quantile({1, 2, 3, 4, 10}, 0.9), 7.6);
}

TEST(Vectors, IsotonicRegression) {
  EXPECT_EQ(Isotonic({1, 3, 2, 4, 3, 5}), (std::vector<double>{1, 2.5, 2.5, 3.5, 3.5, 5}));
}

TEST(Vectors, AdjustedPValues) {
  const std::vector<double> p{.001, .008, .039, .041, .042, .06, .074, .205, .212, .216};
  const std::vector<double> bh{.01, .04, .084, .084, .084, .10, .10571429, .216, .216, .216};
  const std::vector<double> by{.02928968, .11715873, .24603333, .24603333, .24603333,
                               .29289683, .30963379, .63265714, .63265714, .63265714};
  const std::vector<double> holm{.01, .072, .312, .312, .312, .312, .312, .615, .615, .615};
  for (size_t i = 0; i < p.size(); ++i) {
    ExpectRelative(AdjustBenjaminiHochberg(p)[i], bh[i]);
    ExpectRelative(AdjustBenjaminiYekutieli(p)[i], by[i]);
    ExpectRelative(AdjustHolm(p)[i], holm[i]);
  }
}

TEST(Vectors, MannKendall) {
  const std::vector<double> x{1, 2, 2, 3, 5, 4, 6, 7};
  const MannKendall trend = TrendTest(x);
  EXPECT_EQ(trend.s, 25);
  ExpectRelative(trend.variance, 64.3333, 1e-5);
  ExpectRelative(trend.z, 2.9922179);
}

TEST(Vectors, BucketJackknife) {
  double n[10] = {};
  double d[10] = {};
  double total_n = 0;
  double total_d = 0;
  for (int i = 1; i <= 40; ++i) {
    const double dd = 1 + (7 * i) % 5;
    const double nn = dd * (.3 + .1 * ((3 * i) % 4)) + .2 * ((11 * i) % 3);
    n[(i - 1) % 10] += nn;
    d[(i - 1) % 10] += dd;
    total_n += nn;
    total_d += dd;
  }
  std::vector<double> without;
  for (int b = 0; b < 10; ++b) without.push_back((total_n - n[b]) / (total_d - d[b]));
  ExpectRelative(total_n / total_d, .51833333);
  const auto interval = Jackknife(total_n / total_d, without, 0.95);
  ASSERT_TRUE(interval);
  ExpectRelative(interval->standard_error, .02235899);
  ExpectRelative(interval->low, .46775379);
  ExpectRelative(interval->high, .56891288);
}

TEST(Jackknife, NeedsTwoBuckets) {
  EXPECT_FALSE(Jackknife(1, std::vector<double>{1}, 0.95));
}

}  // namespace
}  // namespace northstar::stats
