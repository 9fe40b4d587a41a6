// Gaps, seasons and lone outliers go; what lasts stays.
#include "stats/anomaly/clean_history.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace northstar::stats {
namespace {

std::vector<std::optional<double>> Days(uint64_t seed, size_t days) {
  Random random(seed, 9);
  std::vector<std::optional<double>> values;
  for (size_t t = 0; t < days; ++t) {
    const double week = t % 7 >= 5 ? -0.4 : 0.16;
    values.push_back(10 + week + 0.05 * (random.Uniform() + random.Uniform() - 1));
  }
  return values;
}

TEST(CleanHistory, ASeasonGoesAndIsStrong) {
  const std::vector<size_t> week{7};
  const CleanedHistory clean = CleanHistory(Days(1, 200), week);
  for (const double value : clean.values) EXPECT_NEAR(value, 10, 0.1);
  ASSERT_EQ(clean.season_strengths.size(), 1);
  EXPECT_GT(clean.season_strengths[0], 0.9);
  EXPECT_TRUE(clean.outliers.empty());
}

TEST(CleanHistory, LoneOddValuesGoAndANewLevelStays) {
  auto values = Days(2, 210);
  *values[50] += 2;
  *values[121] -= 1;
  for (size_t t = 150; t < values.size(); ++t) *values[t] += 0.5;
  const std::vector<size_t> week{7};
  const CleanedHistory clean = CleanHistory(values, week);
  EXPECT_EQ(clean.outliers, (std::vector<size_t>{50, 121}));
  EXPECT_NEAR(clean.values[50], 10, 0.1);
  EXPECT_NEAR(clean.values[121], 10, 0.1);
  EXPECT_NEAR(clean.values[148], 10, 0.1);
  EXPECT_NEAR(clean.values[152], 10.5, 0.15);
}

TEST(CleanHistory, TheEdgeOfANewLevelIsNoOutlier) {
  std::vector<std::optional<double>> values(100, 5);
  for (size_t t = 50; t < 100; ++t) values[t] = 7;
  const std::vector<size_t> week{7};
  const CleanedHistory clean = CleanHistory(values, week);
  EXPECT_TRUE(clean.outliers.empty());
  EXPECT_NEAR(clean.values[49], 5, 1e-9);
  EXPECT_NEAR(clean.values[50], 7, 1e-9);
}

TEST(CleanHistory, GapsAreFilledAndDoNotMoveTheSeason) {
  auto values = Days(3, 210);
  for (const size_t gap : {0U, 33U, 34U, 90U, 209U}) values[gap].reset();
  const std::vector<size_t> week{7};
  const CleanedHistory clean = CleanHistory(values, week);
  for (const double value : clean.values) EXPECT_NEAR(value, 10, 0.1);
}

TEST(CleanHistory, ShortOnesAndNoSeason) {
  const std::vector<size_t> seasons{7, 52};
  EXPECT_EQ(CleanHistory(std::vector<std::optional<double>>{3.0}, seasons).values,
            std::vector<double>{3.0});
  const CleanedHistory clean = CleanHistory(Days(4, 20), seasons);
  EXPECT_EQ(clean.season_strengths, (std::vector<double>{0, 0}));
  EXPECT_EQ(clean.values.size(), 20);
}

}  // namespace
}  // namespace northstar::stats
