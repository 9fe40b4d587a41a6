// The strength of inputs: against R (lead_family.R beside this file says how), on series whose
// truth was planted, and at the edges.
#include "stats/drivers.h"

#include <gtest/gtest.h>

#include "stats/describe.h"
#include "tests/reference/lead_series.h"

namespace northstar::stats {
namespace {

DriverInput ToDrivers(const Json& c) {
  DriverInput input{.star = ToSeries(c["star"]), .inputs = {}, .weekly = c["weekly"]};
  for (const Json& one : c["inputs"]) input.inputs.push_back(ToSeries(one));
  return input;
}

TEST(DriversReference, AgreesWithR) {
  for (const Json& c : LeadReference("drivers")) {
    DriverInput input = ToDrivers(c);
    input.bootstrap = 19;
    const DriverResult found = MeasureDrivers(input);
    ASSERT_EQ(found.finding, DriverFinding::kEstimated);
    EXPECT_EQ(found.n, c["n"]);
    ExpectClose(found.r_squared, c["r_squared"], 1e-6);
    const Series share = ToSeries(c["share"]);
    const Series vif = ToSeries(c["vif"]);
    const Series elasticity = ToSeries(c["elasticity"]);
    const Series elasticity_high = ToSeries(c["elasticity_high"]);
    ASSERT_EQ(found.drivers.size(), share.size());
    double sum = 0;
    for (size_t i = 0; i < share.size(); ++i) {
      ExpectClose(found.drivers[i].share, share[i], 1e-6);
      ExpectClose(found.drivers[i].vif, vif[i], 1e-7);
      ExpectClose(found.drivers[i].elasticity, elasticity[i], 1e-7);
      ExpectClose(found.drivers[i].elasticity_high, elasticity_high[i], 1e-6);
      sum += found.drivers[i].share;
      if (!c.contains("p_value")) continue;  // too few periods for shifts: drawn, not counted
      ExpectClose(found.drivers[i].p_value, c["p_value"][i]);
      ExpectClose(found.drivers[i].p_adjusted, c["p_adjusted"][i]);
    }
    ExpectClose(sum, found.r_squared);
  }
}

struct DriverPlan {
  size_t periods = 80;
  Series effects;      // of each input's growth in the same period
  double noise = .02;  // of the star's own
  bool twin = false;   // one input more, nearly the first again
  bool weekly = false;
};

DriverInput MakeDrivers(const DriverPlan& plan, uint64_t seed) {
  Random random(seed, 7);
  const size_t steps = plan.periods - 1;
  Series star = Noise(random, steps, plan.noise);
  DriverInput input{.star = {}, .inputs = {}, .weekly = plan.weekly, .seed = seed};
  Series first;
  for (const double effect : plan.effects) {
    const Series growth = Noise(random, steps, .05);
    if (first.empty()) first = growth;
    for (size_t t = 0; t < steps; ++t) {
      const double before = t > 0 ? growth[t - 1] : 0;
      star[t] += effect * (growth[t] + before) / 2;
    }
    input.inputs.push_back(Levels(growth, 100));
  }
  if (plan.twin) {
    const Series wobble = Noise(random, steps, .004);
    for (size_t t = 0; t < steps; ++t) first[t] += wobble[t];
    input.inputs.push_back(Levels(first, 40));
  }
  input.star = Levels(star, 1'000);
  return input;
}

TEST(DriversPlanted, SeventyToThirty) {
  double first = 0;
  double second = 0;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    DriverInput input = MakeDrivers({.effects = {std::sqrt(.7), std::sqrt(.3), 0}}, seed);
    input.bootstrap = 49;
    const DriverResult found = MeasureDrivers(input);
    ASSERT_EQ(found.finding, DriverFinding::kEstimated);
    const auto& d = found.drivers;
    EXPECT_GT(d[0].share, d[1].share);
    EXPECT_GT(d[1].share, d[2].share);
    EXPECT_LE(d[0].p_adjusted, .05);
    EXPECT_LE(d[1].p_adjusted, .05);
    EXPECT_NEAR(d[0].elasticity, std::sqrt(.7), .3);
    for (const Driver& driver : d) {
      EXPECT_EQ(driver.group, -1);
      EXPECT_LT(driver.vif, 3);
      EXPECT_LT(driver.low, driver.high);
      EXPECT_LT(driver.elasticity_low, driver.elasticity_high);
      EXPECT_GE(driver.p_adjusted, driver.p_value - 1e-12);
    }
    first += d[0].share;
    second += d[1].share;
  }
  EXPECT_NEAR(first / (first + second), .7, .07);
}

TEST(DriversPlanted, InputsThatAddNothingAreSeldomFound) {
  int few = 0;
  int many = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    // Below and beyond the 60 periods from which shifts are used.
    for (const size_t periods : {40U, 75U}) {
      DriverInput input = MakeDrivers({.periods = periods, .effects = {.8, 0}}, seed);
      input.bootstrap = 0;
      input.permutations = 99;
      (periods < 60 ? few : many) += MeasureDrivers(input).drivers[1].p_value <= .05;
    }
  }
  EXPECT_LE(few, 9);
  EXPECT_LE(many, 9);
}

// No pair of them correlates as much as twins do, and none can be told from the other two.
TEST(DriversPlanted, ASumAndItsPartsShareAGroup) {
  DriverInput input = MakeDrivers({.periods = 90, .effects = {.8, .5, .3, .2}}, 6);
  Series sum;
  for (size_t t = 0; t < input.star.size(); ++t)
    sum.push_back(std::sqrt(input.inputs[0][t] * input.inputs[1][t]));
  input.inputs.insert(input.inputs.begin() + 2, sum);
  input.bootstrap = 0;
  const DriverResult found = MeasureDrivers(input);
  const auto& d = found.drivers;
  for (const size_t i : {0U, 1U, 2U}) {
    EXPECT_GT(d[i].vif, 5);
    EXPECT_EQ(d[i].group, 0);
  }
  EXPECT_EQ(d[3].group, -1);
  EXPECT_EQ(d[4].group, -1);
}

TEST(DriversPlanted, TwinsShareAGroup) {
  for (const bool weekly : {false, true}) {
    DriverInput input =
        MakeDrivers({.periods = 90, .effects = {.8, .5}, .twin = true, .weekly = weekly}, 5);
    input.bootstrap = 0;
    const DriverResult found = MeasureDrivers(input);
    ASSERT_EQ(found.finding, DriverFinding::kEstimated);
    const auto& d = found.drivers;
    EXPECT_GE(d[0].group, 0);
    EXPECT_EQ(d[2].group, d[0].group);
    EXPECT_EQ(d[1].group, -1);
    EXPECT_GT(std::min(d[0].vif, d[2].vif), 50);
    EXPECT_LT(d[1].vif, 5);
    // What both explain is split evenly, and neither adds to the other.
    EXPECT_NEAR(d[0].share / d[2].share, 1, .15);
    // Without bootstrap there is no interval.
    EXPECT_EQ(d[0].high, 0);
  }
}

TEST(DriversReference, SeedsAndUnits) {
  DriverInput input = MakeDrivers({.periods = 45, .effects = {.5, .2}}, 9);
  const DriverResult found = MeasureDrivers(input);
  const DriverResult again = MeasureDrivers(input);
  input.seed = 10;
  const DriverResult other = MeasureDrivers(input);
  input.seed = 9;
  input.star = Scaled(input.star, .02);
  input.inputs[1] = Scaled(input.inputs[1], 900);
  const DriverResult scaled = MeasureDrivers(input);
  for (size_t i = 0; i < 2; ++i) {
    const Driver& d = found.drivers[i];
    EXPECT_EQ(again.drivers[i].low, d.low);
    EXPECT_EQ(again.drivers[i].high, d.high);
    EXPECT_EQ(again.drivers[i].elasticity_low, d.elasticity_low);
    EXPECT_EQ(again.drivers[i].p_value, d.p_value);
    EXPECT_EQ(other.drivers[i].share, d.share);
    EXPECT_NE(other.drivers[i].low, d.low);
    ExpectClose(scaled.drivers[i].share, d.share);
    ExpectClose(scaled.drivers[i].elasticity, d.elasticity);
    EXPECT_EQ(scaled.drivers[i].p_value, d.p_value);
  }
}

TEST(DriversReference, Edges) {
  // 5 periods for each of two terms, after the lags: 16 months for one input, 26 for two.
  const auto of = [](size_t periods, size_t inputs) {
    DriverInput input = MakeDrivers({.periods = periods, .effects = Series(inputs, .5)}, 3);
    input.bootstrap = 9;
    input.permutations = 19;
    return input;
  };
  EXPECT_EQ(MeasureDrivers(of(15, 1)).finding, DriverFinding::kNotEnoughData);
  EXPECT_EQ(MeasureDrivers(of(16, 1)).finding, DriverFinding::kEstimated);
  EXPECT_EQ(MeasureDrivers(of(25, 2)).finding, DriverFinding::kNotEnoughData);
  EXPECT_EQ(MeasureDrivers(of(26, 2)).finding, DriverFinding::kEstimated);
  const DriverResult tiny = MeasureDrivers(of(2, 1));
  EXPECT_EQ(tiny.finding, DriverFinding::kNotEnoughData);
  EXPECT_EQ(tiny.n, 0);
  EXPECT_TRUE(tiny.drivers.empty());
  for (const double value : {0., 7.}) {
    DriverInput flat = of(50, 2);
    flat.inputs[1].assign(50, value);
    EXPECT_EQ(MeasureDrivers(flat).finding, DriverFinding::kNoVariation);
    flat = of(50, 2);
    flat.star.assign(50, value);
    EXPECT_EQ(MeasureDrivers(flat).finding, DriverFinding::kNoVariation);
  }
  // Ten inputs are the most.
  const DriverResult many = MeasureDrivers(of(120, 10));
  ASSERT_EQ(many.drivers.size(), 10U);
  for (const Driver& driver : many.drivers) EXPECT_TRUE(std::isfinite(driver.share));
  EXPECT_LE(many.r_squared, 1);
}

TEST(MeasureDrivers, TooFewPeriodsAreNotEnough) {
  for (const size_t periods : {0, 1, 2, 4, 6}) {
    DriverInput input;
    for (size_t i = 0; i < periods; ++i) input.star.push_back(10 + static_cast<double>(i * i % 7));
    input.inputs = {input.star};
    EXPECT_EQ(MeasureDrivers(input).finding, DriverFinding::kNotEnoughData) << periods;
  }
}

}  // namespace
}  // namespace northstar::stats
