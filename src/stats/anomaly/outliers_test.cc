// Reference vectors.
#include "stats/anomaly/outliers.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace northstar::stats {
namespace {

// Rosner's data, from the NIST/SEMATECH handbook of statistical methods, 1.3.5.17.3.
const std::vector<double>& Rosner() {
  static const std::vector<double> kValues{
      -0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56,
      1.58,  1.65, 1.69, 1.70, 1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10,
      2.14,  2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40, 2.47, 2.54, 2.62, 2.64, 2.90, 2.92,
      2.92,  2.93, 3.21, 3.26, 3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01};
  return kValues;
}

TEST(Outliers, RosnersDataHasThree) {
  const EsdResult found = GeneralisedEsd(Rosner(), 10, 0.05);
  constexpr std::array kStatistics{3.1189, 2.9430, 3.1794, 2.8102, 2.8156,
                                   2.8482, 2.2793, 2.3104, 2.1016, 2.0672};
  constexpr std::array kCritical{3.1588, 3.1514, 3.1439, 3.1362, 3.1282,
                                 3.1201, 3.1118, 3.1032, 3.0945, 3.0854};
  ASSERT_EQ(found.steps.size(), 10u);
  for (size_t i = 0; i < 10; ++i) {
    EXPECT_NEAR(found.steps[i].statistic, kStatistics[i], 6e-5) << i;
    EXPECT_NEAR(found.steps[i].critical, kCritical[i], 6e-5) << i;
  }
  // The first two steps alone stay below their critical values.
  EXPECT_EQ(found.outliers, 3u);
  EXPECT_EQ(found.steps[0].index, 53u);
}

TEST(Outliers, EsdHasNothingToSay) {
  EXPECT_TRUE(GeneralisedEsd({}, 3, 0.05).steps.empty());
  EXPECT_TRUE(GeneralisedEsd(std::vector<double>{1, 2, 99}, 3, 0.05).steps.empty());
  EXPECT_TRUE(GeneralisedEsd(std::vector<double>(20, 4), 3, 0.05).steps.empty());
  EXPECT_TRUE(GeneralisedEsd(Rosner(), 0, 0.05).steps.empty());
}

TEST(Outliers, EsdStopsWhenTheRestIsEqual) {
  std::vector<double> x(10, 4);
  x[3] = 5;
  const EsdResult found = GeneralisedEsd(x, 5, 0.05);
  EXPECT_EQ(found.steps.size(), 1u);
  EXPECT_EQ(found.outliers, 1u);
  EXPECT_EQ(found.steps[0].index, 3u);
}

TEST(Outliers, RobustScore) {
  const auto scores = RobustScores(std::vector<double>{2, 3, 3, 4, 4, 4, 5, 5, 30});
  EXPECT_NEAR(scores[8], 17.5368, 1e-4);
  EXPECT_NEAR(scores[0], -2 / 1.4826, 1e-12);
  EXPECT_EQ(scores[3], 0);
}

TEST(Outliers, RobustScoreWithoutSpread) {
  EXPECT_TRUE(RobustScores({}).empty());
  EXPECT_EQ(RobustScores(std::vector<double>{8})[0], 0);
  const auto scores = RobustScores(std::vector<double>{1, 1, 1, 1, 1, 1, 1, 1, 1, 11});
  EXPECT_EQ(scores[0], 0);
  EXPECT_NEAR(scores[9], 10 / 1.2533, 1e-9);
  const auto tiny = RobustScores(std::vector<double>{0, 1e-300, 2e-300});
  EXPECT_TRUE(std::isfinite(tiny[2]));
}

}  // namespace
}  // namespace northstar::stats
