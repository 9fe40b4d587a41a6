// Steps are told from drifts and lines, each by itself and beside one another.
#include "stats/anomaly/level_step.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

struct World {
  double slope = 0, walk = 0, noise = 0;
  std::vector<std::pair<size_t, double>> steps;  // position, size
};

std::vector<double> Series(const World& world, size_t n, uint64_t seed) {
  Random random(seed, 61);
  std::vector<double> x;
  double level = 0;
  for (size_t t = 0; t < n; ++t) {
    level += world.slope + world.walk * NormalQuantile(random.Uniform());
    for (const auto& [position, size] : world.steps) level += t == position ? size : 0;
    x.push_back(level + world.noise * NormalQuantile(random.Uniform()));
  }
  return x;
}

TEST(LevelStep, FindsStepsAndTheirSizes) {
  const std::vector<size_t> candidates{20, 40, 60, 80};
  const auto one = FindSteps(Series({0, 0, 1, {{40, 4}}}, 100, 1), candidates);
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].position, 40U);
  EXPECT_NEAR(one[0].size, 4, 1);
  EXPECT_GT(one[0].gain, 12);
  const auto two = FindSteps(Series({0, 0, 1, {{40, 6}, {80, -9}}}, 120, 2), candidates);
  ASSERT_EQ(two.size(), 2U);
  // In a line the step is what comes on top of it.
  const auto rising = FindSteps(Series({0.1, 0, 0.5, {{60, 5}}}, 100, 3), candidates);
  ASSERT_EQ(rising.size(), 1U);
  EXPECT_EQ(rising[0].position, 60U);
  EXPECT_NEAR(rising[0].size, 5, 1);
}

TEST(LevelStep, DriftsAndLinesHaveNone) {
  std::vector<size_t> candidates;
  for (size_t at = 8; at < 100; at += 8) candidates.push_back(at);
  for (const World& world : {World{0, 1, 0, {}}, World{0, 1, 2, {}}, World{0.3, 0, 1, {}},
                             World{0.2, 1, 1, {}}, World{0, 0, 1, {}}}) {
    int found = 0;
    for (uint64_t seed = 1; seed <= 100; ++seed)
      found += !FindSteps(Series(world, 104, seed), candidates).empty();
    EXPECT_LE(found, 10) << world.slope << " " << world.walk << " " << world.noise;
  }
}

TEST(LevelStep, NothingToFind) {
  EXPECT_TRUE(FindSteps(std::vector<double>(50, 3), std::vector<size_t>{20}).empty());
  EXPECT_TRUE(FindSteps(Series({0, 0, 1, {{8, 9}}}, 15, 1), std::vector<size_t>{8}).empty());
  EXPECT_TRUE(FindSteps(Series({0, 0, 1, {{40, 9}}}, 80, 1), {}).empty());
  // No noise at all: the fit is perfect, and still a number.
  std::vector<double> clean(50, 1);
  std::fill(clean.begin() + 25, clean.end(), 2);
  const auto found = FindSteps(clean, std::vector<size_t>{25});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].size, 1, 1e-6);
  EXPECT_TRUE(std::isfinite(found[0].gain));
}

}  // namespace
}  // namespace northstar::stats
