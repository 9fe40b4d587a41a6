// Published comparisons of two arms, refusals, and how often intervals of simulated experiments are
// wrong.
#include "stats/experiment/two_arms.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/experiment/detectable.h"

namespace northstar::stats {
namespace {

ArmEstimate Arm(const std::vector<double>& values) {
  return MeanOf(*MomentsOf(SumUnits({values})));
}

ArmEstimate ArmOf(double mean, double sd, double units) {
  return {mean, sd * sd / units, units};
}

TEST(TwoArms, SleepOfStudent) {
  const auto found = CompareArms(Arm({.7, -1.6, -.2, -1.2, -.1, 3.4, 3.7, .8, 0, 2}),
                                 Arm({1.9, .8, 1.1, .1, -.1, 4.4, 5.5, 1.6, 4.6, 3.4}), .95);
  ASSERT_TRUE(found);
  const Effect& effect = found->absolute;
  EXPECT_NEAR(effect.estimate / effect.standard_error, -1.86081, 1e-5);
  EXPECT_NEAR(effect.df, 17.7765, 1e-4);
  EXPECT_NEAR(effect.p_value, .079394, 1e-6);
  EXPECT_NEAR(effect.low, -3.36548323, 1e-8);
  EXPECT_NEAR(effect.high, .20548323, 1e-8);
  // Control's mean is 2.33 with an error of .63: too near 0 to divide by.
  EXPECT_FALSE(found->relative);
}

TEST(TwoArms, AbsoluteAndRelative) {
  const auto found = CompareArms(ArmOf(.7, 6.2, 3461), ArmOf(.41, 3.9, 3407), .95);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->absolute.estimate, .29, 1e-12);
  EXPECT_NEAR(found->absolute.low, .04537789, 1e-8);
  EXPECT_NEAR(found->absolute.high, .53462211, 1e-8);
  EXPECT_NEAR(found->absolute.p_value, .02015840, 1e-8);
  EXPECT_NEAR(found->absolute.df, 5841.742, 1e-3);
  ASSERT_TRUE(found->relative);
  EXPECT_NEAR(found->relative->estimate, .70731707, 1e-8);
  EXPECT_NEAR(found->relative->standard_error, .37879436, 1e-8);
  EXPECT_NEAR(found->relative->p_value, .06191182, 1e-8);
  EXPECT_NEAR(found->relative->low, -.03526009, 1e-8);
  EXPECT_NEAR(found->relative->high, 1.44989424, 1e-8);
}

TEST(TwoArms, ABaseBelowZeroTurnsNoSign) {
  const auto found = CompareArms(ArmOf(-90, 10, 100), ArmOf(-100, 10, 100), .95);
  ASSERT_TRUE(found && found->relative);
  EXPECT_NEAR(found->relative->estimate, .1, 1e-12);
  EXPECT_GT(found->relative->low, 0);
  EXPECT_NEAR(found->relative->standard_error, std::sqrt(1 + .81) / 100, 1e-12);
}

TEST(TwoArms, RefusesWhatDoesNotVary) {
  EXPECT_FALSE(CompareArms(ArmOf(1, 0, 50), ArmOf(2, 0, 50), .95));
  EXPECT_FALSE(CompareArms(ArmOf(1, 1, 1), ArmOf(2, 1, 50), .95));
  // One constant arm is the other's t test against a number.
  const auto found = CompareArms(ArmOf(1, 0, 50), ArmOf(2, 1, 50), .95);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->absolute.df, 49, 1e-9);
}

TEST(TwoArms, VariancesNearTheSmallestNumbers) {
  const auto found = CompareArms(ArmOf(2e-160, 1e-160, 50), ArmOf(1e-160, 1e-160, 50), .95);
  if (found) {
    EXPECT_TRUE(std::isfinite(found->absolute.df));
  }
  const auto large = CompareArms(ArmOf(2e150, 1e150, 50), ArmOf(1e150, 1e150, 50), .95);
  ASSERT_TRUE(large);
  EXPECT_NEAR(large->absolute.df, 98, 1e-9);
}

TEST(TwoArms, OnLogarithms) {
  const auto found = LogRatio({110, 9, 1000}, {100, 4, 1000}, .95);
  ASSERT_TRUE(found);
  EXPECT_NEAR(std::log(found->ratio), .09531018, 1e-8);
  EXPECT_NEAR((std::log(found->high) - std::log(found->low)) / 2 / 1.959963985, .03382013, 1e-8);
  // Published with 1.96 for the quantile.
  EXPECT_NEAR(found->low, 1.029448, 2e-6);
  EXPECT_NEAR(found->high, 1.175387, 2e-6);
  EXPECT_FALSE(LogRatio({110, 9, 1000}, {0, 4, 1000}, .95));
}

std::vector<double> Amounts(Random& random, int units, double factor) {
  std::vector<double> values;
  for (int i = 0; i < units; ++i) values.push_back(-factor * std::log(random.Uniform()));
  return values;
}

struct Rates {
  double found = 0;  // the interval excludes 0
  double covered = 0;
  double relative_found = 0;
};

Rates Simulate(int runs, int units, double factor) {
  Rates rates;
  for (int run = 0; run < runs; ++run) {
    Random random(71, static_cast<uint64_t>(run));
    const ArmEstimate control = Arm(Amounts(random, units, 1));
    const auto found = CompareArms(Arm(Amounts(random, units, factor)), control, .95);
    const auto outside = [](const Effect& effect, double truth) {
      return effect.low > truth || effect.high < truth;
    };
    rates.found += outside(found->absolute, 0) / static_cast<double>(runs);
    rates.covered += !outside(found->absolute, factor - 1) / static_cast<double>(runs);
    rates.relative_found += outside(*found->relative, 0) / static_cast<double>(runs);
  }
  return rates;
}

TEST(TwoArms, OfTwentyTestsOfNothingOneFinds) {
  const Rates rates = Simulate(800, 150, 1);
  EXPECT_GE(rates.found, .03);
  EXPECT_LE(rates.found, .07);
  EXPECT_GE(rates.relative_found, .02);
  EXPECT_LE(rates.relative_found, .08);
}

TEST(TwoArms, FindTheDetectableEffect) {
  // The arms' spread is about their mean, which is about 1.
  const double detectable = DetectableAtOnce(DifferenceError(1.15, 150, 150));
  const Rates at = Simulate(400, 150, 1 + detectable);
  EXPECT_GE(at.found, .72);
  EXPECT_LE(at.found, .88);
  EXPECT_GE(at.covered, .92);
  const Rates twice = Simulate(400, 150, 1 + 2 * detectable);
  EXPECT_GE(twice.found, .98);
  EXPECT_GE(twice.covered, .92);
}

}  // namespace
}  // namespace northstar::stats
