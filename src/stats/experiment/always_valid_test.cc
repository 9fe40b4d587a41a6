// Published widths, and what 28 looks do to both kinds of intervals.
#include "stats/experiment/always_valid.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/distributions.h"
#include "stats/experiment/detectable.h"
#include "stats/experiment/two_arms.h"
#include "stats/power.h"

namespace northstar::stats {
namespace {

TEST(AlwaysValid, WidthsAroundThePlannedNumber) {
  const LookDesign design{5000, .05};
  EXPECT_NEAR(MixingVariance(design), .00158723092, 1e-11);
  const std::pair<double, double> widths[] = {
      {1000, .10637547}, {5000, .04292434}, {20000, .02211204}};
  for (const auto& [units, half] : widths) {
    const AlwaysValid look = LookAt(0, 1 / std::sqrt(units), units, design);
    EXPECT_NEAR(look.high, half, 1e-8);
    EXPECT_NEAR(look.low, -half, 1e-8);
    EXPECT_EQ(look.p_value, 1);
    // A fixed one is narrower everywhere.
    EXPECT_GT(half, 1.959963985 / std::sqrt(units));
  }
}

TEST(AlwaysValid, TightestAtThePlannedNumber) {
  const auto half = [](double planned) { return LookAt(0, 1, 5000, {planned, .05}).high; };
  EXPECT_LT(half(5000), half(4000));
  EXPECT_LT(half(5000), half(6500));
}

TEST(AlwaysValid, EvidenceOfTheMixture) {
  const double log_ratio = LogMixtureRatio(.02, 2e-5, 1e-4);
  EXPECT_NEAR(std::exp(log_ratio), 1698.41985, 1e-5);
  EXPECT_NEAR(std::exp(-log_ratio), .00058878, 1e-8);
}

TEST(AlwaysValid, PAgreesWithTheInterval) {
  const LookDesign design{3000, .05};
  for (const double units : {200.0, 3000.0, 40'000.0}) {
    const double error = 1 / std::sqrt(units);
    const double half = LookAt(0, error, units, design).high;
    EXPECT_NEAR(LookAt(half, error, units, design).p_value, .05, 1e-12);
    EXPECT_LT(LookAt(1.01 * half, error, units, design).p_value, .05);
    EXPECT_GT(LookAt(-.99 * half, error, units, design).p_value, .05);
  }
}

TEST(Detectable, AgreesWithEqualArms) {
  EXPECT_NEAR(DetectableAtOnce(DifferenceError(3, 400, 400), .8, .05),
              MinimumDetectable(3, 400, .8, .05), 1e-12);
  EXPECT_NEAR(DifferenceError(3, 900, 100), 3 * std::sqrt(1 / 900.0 + 1 / 100.0), 1e-12);
}

TEST(Detectable, LooksCostSomething) {
  const LookDesign design{2000, .05};
  EXPECT_GT(DetectableByLooks(.1, 2000, design), DetectableAtOnce(.1));
  EXPECT_LT(DetectableByLooks(.1, 2000, design), 1.5 * DetectableAtOnce(.1));
  EXPECT_EQ(DetectableByLooks(0, 2000, design), 0);
}

struct Looks {
  int fixed = 0;         // the fixed interval excludes the truth at some look
  int always_valid = 0;  // the always-valid one does
  int found = 0;         // the always-valid one excludes 0 at the last look
};

// 28 days on which each arm gets 40 units more.
Looks Simulate(int runs, double effect) {
  constexpr int kDays = 28;
  constexpr int kUnits = 40;
  const LookDesign design{2.0 * kDays * kUnits, .05};
  Looks looks;
  for (int run = 0; run < runs; ++run) {
    Random random(76, static_cast<uint64_t>(run));
    UnitSums sums[2] = {{0, {0}, {0}}, {0, {0}, {0}}};
    bool fixed = false;
    bool always_valid = false;
    for (int day = 0; day < kDays; ++day) {
      for (int arm = 0; arm < 2; ++arm) {
        for (int unit = 0; unit < kUnits; ++unit) {
          const double value = -std::log(random.Uniform()) + (arm == 0 ? effect : 0);
          sums[arm].units += 1;
          sums[arm].sums[0] += value;
          sums[arm].products[0] += value * value;
        }
      }
      const auto found =
          CompareArms(MeanOf(*MomentsOf(sums[0])), MeanOf(*MomentsOf(sums[1])), .95)->absolute;
      const AlwaysValid look =
          LookAt(found.estimate, found.standard_error, 2 * sums[0].units, design);
      fixed |= found.low > effect || found.high < effect;
      always_valid |= look.low > effect || look.high < effect;
      if (day + 1 == kDays) looks.found += look.low > 0;
    }
    looks.fixed += fixed;
    looks.always_valid += always_valid;
  }
  return looks;
}

TEST(AlwaysValid, TwentyEightLooksAtNothing) {
  const Looks looks = Simulate(400, 0);
  EXPECT_LE(looks.always_valid, 400 * 5 / 100);
  // What peeking does: the fixed interval is wrong at some look in more than every fifth test.
  EXPECT_GE(looks.fixed, 400 * 20 / 100);
}

TEST(AlwaysValid, FindsTheDetectableEffect) {
  const double units = 28 * 40;
  const double detectable =
      DetectableByLooks(DifferenceError(1, units, units), 2 * units, {2 * units, .05});
  const Looks at = Simulate(200, detectable);
  EXPECT_GE(at.found, 200 * 72 / 100);
  EXPECT_LE(at.found, 200 * 88 / 100);
  EXPECT_LE(at.always_valid, 200 * 5 / 100);
  EXPECT_GE(Simulate(100, 2 * detectable).found, 99);
}

}  // namespace
}  // namespace northstar::stats
