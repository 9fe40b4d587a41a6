// What controls share drops out; what they do not share is said, or refused.
#include "stats/experiment/difference_in_differences.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

using Series = std::vector<double>;

// Two series that share a season and a wandering market; the touched one has a gap of its own
// (autocorrelation `ar`), a drift of the gap, and an effect from `start` on.
struct World {
  Series treated, control;
};

World Simulate(uint64_t seed, size_t periods, size_t start, double effect, double ar,
               double drift = 0) {
  Random random(77, seed);
  const auto normal = [&] { return NormalQuantile(random.Uniform()); };
  World world;
  double market = 0;
  double gap = .03 / std::sqrt(1 - ar * ar) * normal();
  for (size_t t = 0; t < periods; ++t) {
    const auto time = static_cast<double>(t);
    market += .05 * normal();
    gap = ar * gap + .03 * normal();
    const double shared = market + .2 * std::sin(time / 3);
    world.control.push_back(5000 * std::exp(shared));
    world.treated.push_back(1200 *
                            std::exp(shared + gap + drift * time + (t >= start ? effect : 0)));
  }
  return world;
}

TEST(Segments, TwoByTwo) {
  EXPECT_EQ(DifferenceOfChanges(100, 115, 98, 104), 9);
}

TEST(Segments, SeriesAroundZeroAreComparedAsTheyAre) {
  Series treated;
  Series control;
  for (int t = 0; t < 40; ++t) {
    control.push_back((t % 2 == 0 ? 1 : -1) + (t >= 30 ? 6 : 0));
    treated.push_back(control.back() + (t % 3) - 1 + (t >= 30 ? 9 : 0));
  }
  const auto found = CompareSegments(treated, control, 30);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->result.log_scale);
  EXPECT_FALSE(found->result.relative);
  EXPECT_NEAR(found->result.effect, 9, .5);
  EXPECT_NEAR(found->result.actual - found->result.effect, found->result.expected, 1e-12);
  EXPECT_GT(found->result.low, 7.5);
  EXPECT_LT(found->result.high, 10.5);
  EXPECT_NEAR(found->result.placebo.p_value,
              1.0 / static_cast<double>(found->result.placebo.dates + 1), 1e-12);
}

TEST(Segments, WhatBothShareDropsOut) {
  const World world = Simulate(1, 60, 52, .2, 0);
  const auto found = CompareSegments(world.treated, world.control, 52);
  ASSERT_TRUE(found);
  ASSERT_TRUE(found->result.relative);
  EXPECT_NEAR(*found->result.relative, std::expm1(.2), .04);
  EXPECT_GT(*found->result.relative_low, .1);
  EXPECT_LT(*found->result.relative_high, .35);
  EXPECT_GT(found->result.low, 0);
  EXPECT_NEAR(found->result.effect / found->result.expected, *found->result.relative, 1e-12);
  // The unit does not matter.
  Series cents = world.treated;
  for (double& value : cents) value *= 100;
  const auto other = CompareSegments(cents, world.control, 52);
  EXPECT_NEAR(*other->result.relative_low, *found->result.relative_low, 1e-9);
  EXPECT_NEAR(other->result.effect, 100 * found->result.effect, 1e-6);
}

TEST(Segments, ADriftIsSeenBefore) {
  const World world = Simulate(2, 60, 52, .2, 0, .02);
  const auto found = CompareSegments(world.treated, world.control, 52);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->trend, .02, .006);
  EXPECT_LT(found->trend_p, .01);
  // A drift explains the effect where it is the effect.
  const World only = Simulate(2, 60, 52, 0, 0, .02);
  const auto none = CompareSegments(only.treated, only.control, 52);
  EXPECT_NEAR(none->overturning_trend, none->trend, .006);
  EXPECT_GT(none->result.placebo.widening, 1);
  EXPECT_LT(*none->result.relative_low, 0);
}

TEST(Segments, Refusals) {
  const World world = Simulate(3, 60, 52, 0, 0);
  EXPECT_FALSE(CompareSegments(world.treated, world.control, 7));
  EXPECT_FALSE(CompareSegments(world.treated, world.control, 60));
  EXPECT_FALSE(CompareSegments(world.treated, world.control, 20));  // 40 after
  EXPECT_TRUE(CompareSegments(world.treated, world.control, 40));
  EXPECT_FALSE(CompareSegments(world.treated, world.treated, 52));
  // One period after, eight before: as little as there may be.
  EXPECT_TRUE(
      CompareSegments(std::span(world.treated).first(9), std::span(world.control).first(9), 8));
}

struct Rates {
  double drifts = 0;  // a trend is seen before
  double plain = 0;   // of placebo dates, the method's own interval
  double found = 0;
};

Rates Repeat(int runs, size_t periods, size_t start, double effect, double ar) {
  Rates rates;
  for (int run = 0; run < runs; ++run) {
    const World world = Simulate(1000 + static_cast<uint64_t>(run), periods, start, effect, ar);
    const auto found = CompareSegments(world.treated, world.control, start);
    rates.drifts += (found->trend_p < .05) / static_cast<double>(runs);
    rates.plain += found->result.placebo.false_alarm_rate / runs;
    rates.found += (found->result.low > 0 || found->result.high < 0) / static_cast<double>(runs);
  }
  return rates;
}

TEST(Segments, SimulatedNothing) {
  for (const double ar : {0.0, .5, .8}) {
    const Rates rates = Repeat(300, 60, 52, 0, ar);
    EXPECT_LE(rates.found, .09) << ar;
    EXPECT_LE(rates.drifts, .15) << ar;
    EXPECT_GE(rates.found, .002) << ar;
    EXPECT_GE(rates.plain, .02) << ar;
  }
}

TEST(Segments, SimulatedEffect) {
  EXPECT_GE(Repeat(200, 60, 52, .1, 0).found, .9);
  EXPECT_GE(Repeat(200, 60, 52, .2, .5).found, .9);
}

}  // namespace
}  // namespace northstar::stats
