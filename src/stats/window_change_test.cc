// Whether a move of the last window is told from what a series does anyway.
#include "stats/window_change.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr size_t kWindow = 8;
constexpr double kYear = 365.25 / 7;

double Noise(Random& random) {
  return NormalQuantile(random.Uniform());
}

std::vector<double> Level(size_t n, double sd, uint64_t seed = 1) {
  Random random(seed, 9);
  std::vector<double> values;
  for (size_t i = 0; i < n; ++i) values.push_back(100 * std::exp(sd * Noise(random)));
  return values;
}

TEST(WindowChange, IsTheChangeOfMeans) {
  std::vector<double> values(24, 100);
  for (size_t i = 0; i < 24; ++i) values[i] *= i % 2 == 0 ? 1.01 : 1 / 1.01;
  for (size_t i = 16; i < 24; ++i) values[i] *= 1.1;
  const auto found = ChangeOfWindow(values, kWindow, 0);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->change, 0.1, 1e-12);
  // The variance within a window of alternating values; a few windows hold the step, so the median
  // does not. It is taken over the median of chi-squared with 7 degrees of freedom, over 7.
  const double variance = std::pow(std::log(1.01), 2) * 8 / 7 / std::pow(1 - 2.0 / 63, 3);
  EXPECT_NEAR(found->t, std::log(1.1) / std::sqrt(2 * variance / 8), 0.1);
  EXPECT_LT(found->low, 0.1);
  EXPECT_GT(found->high, 0.1);
  EXPECT_LT(found->ChanceOfRise(), 0.001);
  EXPECT_GT(found->ChanceOfFall(), 0.999);
}

TEST(WindowChange, ALevelDoesNotMove) {
  int moved = 0;
  constexpr int kRuns = 400;
  for (int i = 0; i < kRuns; ++i) {
    const auto found = ChangeOfWindow(Level(104, 0.03, static_cast<uint64_t>(i) + 1), kWindow, 0);
    ASSERT_TRUE(found);
    moved += found->ChanceOfRise() <= 0.05;
  }
  EXPECT_LE(moved, kRuns * 8 / 100);
  EXPECT_GE(moved, kRuns / 100);
}

TEST(WindowChange, WhatWandersHasToMoveFurther) {
  Random random(4, 9);
  std::vector<double> walk;
  double level = 0;
  for (int i = 0; i < 150; ++i) walk.push_back(std::exp(level += 0.03 * Noise(random)));
  std::vector<double> calm = Level(150, 0.03);
  for (size_t i = 142; i < 150; ++i) {
    walk[i] *= 1.1;
    calm[i] *= 1.1;
  }
  const auto wanders = ChangeOfWindow(walk, kWindow, 0);
  const auto stays = ChangeOfWindow(calm, kWindow, 0);
  ASSERT_TRUE(wanders && stays);
  EXPECT_GT(wanders->high - wanders->low, 1.5 * (stays->high - stays->low));
}

TEST(WindowChange, AYearlySeasonIsNoMove) {
  std::vector<double> values = Level(156, 0.01);
  for (size_t i = 0; i < values.size(); ++i)
    values[i] *= std::exp(0.2 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / kYear));
  const std::span<const double> all(values);
  const auto known = ChangeOfWindow(all.first(143), kWindow, kYear);
  const auto unknown = ChangeOfWindow(all.first(143), kWindow, 0);
  ASSERT_TRUE(known && unknown);
  EXPECT_NEAR(known->change, 0, 0.02);
  EXPECT_GT(std::fabs(unknown->change), 0.05);
}

TEST(WindowChange, ValuesMayBeZeroOrBelow) {
  std::vector<double> values = Level(40, 0.1);
  for (double& value : values) value -= 100;
  const auto found = ChangeOfWindow(values, kWindow, 0);
  ASSERT_TRUE(found);
  EXPECT_TRUE(std::isfinite(found->change) && std::isfinite(found->t));
}

TEST(WindowChange, TooFewOrEqualValuesSayNothing) {
  EXPECT_FALSE(ChangeOfWindow(Level(15, 0.03), kWindow, 0));
  EXPECT_TRUE(ChangeOfWindow(Level(16, 0.03), kWindow, 0));
  EXPECT_FALSE(ChangeOfWindow(std::vector<double>(40, 7.0), kWindow, 0));
}

TEST(WindowChange, AStepWithoutNoiseIsFinite) {
  std::vector<double> values(40, 100);
  for (size_t i = 36; i < 40; ++i) values[i] = 90;
  const auto found = ChangeOfWindow(values, kWindow, 0);
  ASSERT_TRUE(found);
  EXPECT_TRUE(std::isfinite(found->t));
  EXPECT_LT(found->ChanceOfFall(), 0.01);
}

}  // namespace
}  // namespace northstar::stats
