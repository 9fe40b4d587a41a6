// Two arms of units: effect, intervals and verdict; and the number of units that the interval is
// tightest at.
#include "analysis/bets/experiment_reading.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace northstar {
namespace {

ArmNumbers Shares(int hits, int units) {
  ArmNumbers arm;
  arm.rows.resize(2);
  for (int i = 0; i < units; ++i) {
    arm.rows[0].push_back(i < hits ? 1 : 0);
    arm.rows[1].push_back(0);
  }
  return arm;
}

EffectFinding Measured(const ArmNumbers& treatment, const ArmNumbers& control, bool quotient,
                       bool share, double planned, std::optional<double> expected = {}) {
  static const Metric metric;
  EffectFinding effect;
  effect.metric = &metric;
  effect.expected = expected;
  MeasureArms(treatment, control, quotient, share, planned, effect);
  return effect;
}

// Cookie Cats, a game: the first gate at level 40 against level 30; who came back after 1 day and
// after 7.
TEST(MeasureArms, CookieCats) {
  const auto day = Measured(Shares(20'119, 45'489), Shares(20'034, 44'700), false, true, 90'189);
  EXPECT_EQ(NameOf(day.verdict), "NOT_DETECTED");
  EXPECT_NEAR(*day.p_value, .0744, 5e-5);
  EXPECT_NEAR(*day.effect, -.0131757, 1e-6);
  EXPECT_LT(*day.low, 0);
  EXPECT_GT(*day.high, 0);
  const auto week = Measured(Shares(8'279, 45'489), Shares(8'502, 44'700), false, true, 90'189);
  EXPECT_EQ(NameOf(week.verdict), "BACKFIRED");
  EXPECT_NEAR(*week.p_value, .001554, 5e-7);
  EXPECT_NEAR(*week.effect, -.0431190, 1e-6);
  EXPECT_LT(*week.high, 0);
  EXPECT_LT(*week.low, *week.fixed_low) << "wider than for one look";
  EXPECT_GT(*week.high, *week.fixed_high);
  EXPECT_NEAR(*week.without, 8'502 / 44'700.0, 1e-12);
}

// Units whose figure after the exposure is that before and noise.
ArmNumbers Amounts(uint64_t seed, int units, double factor, double follows) {
  Random random(seed);
  ArmNumbers arm;
  arm.rows.resize(2);
  for (int i = 0; i < units; ++i) {
    const double before = 10 * random.Uniform();
    arm.rows[0].push_back(factor * (5 + follows * (before - 5) + 4 * random.Uniform()));
    arm.rows[1].push_back(before);
  }
  return arm;
}

TEST(MeasureArms, WhatWasDoneBeforeTakesNoiseOff) {
  const auto plain = Measured(Amounts(1, 2000, 1.1, 0), Amounts(2, 2000, 1, 0), false, false, 4000);
  const auto with = Measured(Amounts(1, 2000, 1.1, 1), Amounts(2, 2000, 1, 1), false, false, 4000);
  EXPECT_GT(plain.variance_left, .99);
  EXPECT_LT(with.variance_left, .3);
  EXPECT_EQ(NameOf(with.verdict), "WORKED");
  EXPECT_NEAR(*with.effect, .1, .02);
  EXPECT_GT(*with.detectable, 0);
  EXPECT_LT(*with.detectable, .05);
}

TEST(MeasureArms, AnExpectationFarAboveIsReachedInPart) {
  const auto found =
      Measured(Amounts(1, 2000, 1.1, 1), Amounts(2, 2000, 1, 1), false, false, 4000, .5);
  EXPECT_EQ(NameOf(found.verdict), "PARTLY");
}

TEST(MeasureArms, AQuotientIsOfSumsNotOfUnits) {
  ArmNumbers treatment, control;
  treatment.rows.resize(4);
  control.rows.resize(4);
  Random random(3);
  double sums[2] = {0, 0}, visits[2] = {0, 0};
  for (int i = 0; i < 4000; ++i) {
    ArmNumbers& arm = i % 2 == 0 ? treatment : control;
    const double count = 1 + static_cast<double>(random.Below(20));
    const double value = count * (i % 2 == 0 ? 1.5 : 1) + random.Uniform();
    arm.rows[0].push_back(value);
    arm.rows[1].push_back(count);
    arm.rows[2].push_back(0);
    arm.rows[3].push_back(0);
    sums[i % 2] += value;
    visits[i % 2] += count;
  }
  const auto found = Measured(treatment, control, true, false, 4000);
  const double ratio = sums[0] / visits[0] / (sums[1] / visits[1]) - 1;
  EXPECT_NEAR(*found.effect, ratio, 1e-9);
  EXPECT_NEAR(*found.without, sums[1] / visits[1], 1e-9);
  for (double& one : control.rows[1]) one = 0;
  EXPECT_FALSE(Measured(treatment, control, true, false, 4000).problem.empty());
}

TEST(MeasureArms, SaysWhyThereIsNothingToTell) {
  const auto flat = Measured(Shares(0, 200), Shares(0, 200), false, true, 400);
  EXPECT_EQ(NameOf(flat.verdict), "NOT_MEASURABLE");
  EXPECT_FALSE(flat.problem.empty());
  EXPECT_FALSE(flat.effect);
  EXPECT_FALSE(Measured(Shares(1, 1), Shares(3, 200), false, true, 400).problem.empty());
  const auto from_nothing = Measured(Shares(60, 200), Shares(0, 200), false, true, 400);
  EXPECT_FALSE(from_nothing.effect) << "relative to 0";
  EXPECT_NEAR(*from_nothing.difference, .3, 1e-12);
  EXPECT_EQ(NameOf(from_nothing.verdict), "WORKED");
}

TEST(PlannedUnits, AsPlannedElseAsTheFirstWeekPromises) {
  constexpr int64_t kDay = 86'400'000'000;
  const int64_t start = 20'000 * kDay;
  std::vector<int64_t> exposures;
  for (int i = 0; i < 300; ++i) exposures.push_back(start + i * kDay / 10);  // 10 a day
  Experiment experiment;
  EXPECT_EQ(PlannedUnits(experiment, exposures, start), 70 * 4) << "28 days";
  experiment.to = FormatDay(20'000 + 13);
  EXPECT_EQ(PlannedUnits(experiment, exposures, start), 140) << "14 days";
  exposures.resize(100);
  EXPECT_EQ(PlannedUnits(experiment, exposures, start), 140) << "later units change nothing";
  experiment.planned_units = 5000;
  EXPECT_EQ(PlannedUnits(experiment, exposures, start), 5000);
  EXPECT_EQ(PlannedUnits(Experiment(), {}, start), 1);
}

}  // namespace
}  // namespace northstar
