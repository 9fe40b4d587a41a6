// Mixtures of controls: a published one, the conditions of the optimum, and what chance shows.
#include "stats/experiment/synthetic_control.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

using Series = std::vector<double>;

double SquaredError(const Series& target, const std::vector<Series>& series, const Series& w) {
  double squares = 0;
  for (size_t t = 0; t < target.size(); ++t) {
    double off = target[t];
    for (size_t j = 0; j < series.size(); ++j) off -= w[j] * series[j][t];
    squares += off * off;
  }
  return squares;
}

TEST(Mixture, SevenParts) {
  const Series target{13, 14.1, 15.4, 17.1, 18.1};
  const std::vector<Series> donors{{10, 12, 13, 15, 16}, {20, 19, 21, 22, 23}, {5, 6, 6, 7, 9}};
  const Series weights = MixtureWeights(target, donors);
  EXPECT_NEAR(weights[0], .7, 1e-7);
  EXPECT_NEAR(weights[1], .3, 1e-7);
  EXPECT_NEAR(weights[2], 0, 1e-7);
  EXPECT_LT(SquaredError(target, donors, weights), 1e-12);
}

// At the optimum no control that gets a share could be replaced by any other one with a gain.
TEST(Mixture, NothingCanBeGainedByShifting) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    Random random(83, seed);
    const size_t periods = 5 + random.Below(20);
    const size_t controls = 1 + random.Below(30);
    const double level = seed % 3 == 0 ? 1e6 : 0;
    const auto draw = [&] {
      Series series;
      for (size_t t = 0; t < periods; ++t)
        series.push_back(level +
                         NormalQuantile(random.Uniform()) * static_cast<double>(1 + seed % 4));
      return series;
    };
    const Series target = draw();
    std::vector<Series> donors;
    for (size_t j = 0; j < controls; ++j) donors.push_back(draw());
    if (seed % 5 == 0) donors.push_back(donors[0]);
    const Series weights = MixtureWeights(target, donors);
    double sum = 0;
    for (const double weight : weights) {
      EXPECT_GE(weight, 0);
      sum += weight;
    }
    EXPECT_NEAR(sum, 1, 1e-12);
    const double best = SquaredError(target, donors, weights);
    for (size_t from = 0; from < donors.size(); ++from) {
      for (size_t to = 0; to < donors.size(); ++to) {
        Series shifted = weights;
        const double part = std::min(weights[from], 1e-3);
        shifted[from] -= part;
        shifted[to] += part;
        EXPECT_GE(SquaredError(target, donors, shifted), best - 1e-6 * (1 + best)) << seed;
      }
    }
  }
}

TEST(Mixture, OfOneIsThatOne) {
  EXPECT_EQ(MixtureWeights(Series{1, 2, 3}, {{4, 4, 4}}), Series{1});
  const Series same = MixtureWeights(Series{1, 2, 3}, {{1, 2, 3}, {1, 2, 3}});
  EXPECT_NEAR(same[0] + same[1], 1, 1e-12);
}

// Segments follow two common factors, each in its own measure.
struct World {
  Series touched;
  std::vector<Series> controls;
};

World Simulate(uint64_t seed, size_t controls, size_t periods, size_t start, double effect) {
  Random random(84, seed);
  const auto normal = [&] { return NormalQuantile(random.Uniform()); };
  Series one{0}, two{0};
  for (size_t t = 1; t < periods; ++t) {
    one.push_back(one.back() + normal());
    two.push_back(two.back() + normal());
  }
  const auto segment = [&] {
    const double share = random.Uniform();
    Series values;
    for (size_t t = 0; t < periods; ++t)
      values.push_back(100 + 3 * share * one[t] + 3 * (1 - share) * two[t] + normal());
    return values;
  };
  World world;
  world.touched = segment();
  for (size_t t = start; t < periods; ++t) world.touched[t] += effect;
  for (size_t j = 0; j < controls; ++j) world.controls.push_back(segment());
  return world;
}

TEST(SyntheticControl, FindsAnEffect) {
  const World world = Simulate(1, 20, 50, 42, 8);
  const auto found = CompareWithMixture(world.touched, world.controls, 42);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->effect, 8, 1.5);
  EXPECT_NEAR(found->actual - found->expected, found->effect, 1e-12);
  EXPECT_NEAR(found->p_value, 1 / 21.0, 1e-12);
  EXPECT_LT(found->error_before, 2);
  EXPECT_GT(found->error_after, 6);
}

TEST(SyntheticControl, Refusals) {
  const World world = Simulate(2, 5, 30, 24, 0);
  EXPECT_FALSE(CompareWithMixture(world.touched, world.controls, 7));
  EXPECT_FALSE(CompareWithMixture(world.touched, world.controls, 30));
  EXPECT_FALSE(CompareWithMixture(world.touched, {world.controls[0]}, 24));
  EXPECT_TRUE(CompareWithMixture(world.touched, world.controls, 24));
}

TEST(SyntheticControl, OfNothingOneInTwentyFinds) {
  int found = 0;
  constexpr int kRuns = 200;
  for (int run = 0; run < kRuns; ++run) {
    const World world = Simulate(100 + static_cast<uint64_t>(run), 19, 30, 24, 0);
    found += CompareWithMixture(world.touched, world.controls, 24)->p_value <= .05;
  }
  EXPECT_GE(found, 3);
  EXPECT_LE(found, kRuns * 9 / 100);
}

}  // namespace
}  // namespace northstar::stats
