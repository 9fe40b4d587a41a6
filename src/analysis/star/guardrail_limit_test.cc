// What is said of a limit: from units, from four periods, against the periods before, and from the
// metric's own variation where there are no units.
#include "analysis/star/guardrail_limit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/distributions.h"

namespace northstar {
namespace {

// Periods whose values have the sampling error `error`, independent of one another.
LimitEvidence WithUnits(const std::vector<double>& values, double error) {
  LimitEvidence evidence;
  Random random(7, 71);
  evidence.without.resize(kBuckets);
  std::vector<std::vector<double>> noise(kBuckets);
  for (size_t p = 0; p < values.size(); ++p) {
    double mean = 0;
    for (auto& bucket : noise) {
      bucket.push_back(stats::NormalQuantile(random.Uniform()));
      mean += bucket[p] / kBuckets;
    }
    double squares = 0;
    for (const auto& bucket : noise) squares += (bucket[p] - mean) * (bucket[p] - mean);
    for (size_t b = 0; b < kBuckets; ++b) {
      const double one =
          (noise[b][p] - mean) * error / std::sqrt(squares * (kBuckets - 1.0) / kBuckets);
      evidence.without[b].push_back(values[p] + one);
    }
    evidence.values.emplace_back(values[p]);
    Point point;
    point.value = values[p];
    point.low = values[p] - 1.669 * error;
    point.high = values[p] + 1.669 * error;
    evidence.recent.push_back(point);
  }
  return evidence;
}

LimitEvidence WithoutUnits(const std::vector<double>& values) {
  LimitEvidence evidence;
  for (const double value : values) evidence.values.emplace_back(value);
  return evidence;
}

std::vector<double> Same(size_t n, double value, const std::vector<double>& last = {}) {
  std::vector<double> values(n, value);
  values.insert(values.end(), last.begin(), last.end());
  return values;
}

AskedLimit AtLeast(double at) {
  return {at, {}, 0, true};
}
AskedLimit AtMost(double at) {
  return {{}, at, 0, true};
}
AskedLimit NoWorse(double tolerance, bool rise_is_good = true) {
  return {{}, {}, tolerance, rise_is_good};
}

TEST(GuardrailLimit, OneSidedFromUnits) {
  struct Case {
    double value;
    AskedLimit asked;
    LimitState state;
  };
  for (const Case& one :
       {Case{3.7, AtLeast(3.5), LimitState::kHolds}, Case{3.6, AtLeast(3.5), LimitState::kUnclear},
        Case{3.4, AtLeast(3.5), LimitState::kUnclear}, Case{3.3, AtLeast(3.5), LimitState::kBroken},
        Case{3.3, AtMost(3.5), LimitState::kHolds}, Case{3.7, AtMost(3.5), LimitState::kBroken}}) {
    // One period alone; there are no four to decide.
    const JudgedLimit judged = JudgeLimit(WithUnits({one.value}, 0.1), one.asked);
    EXPECT_EQ(judged.state, one.state) << one.value;
    EXPECT_EQ(judged.at, 3.5);
    EXPECT_FALSE(judged.by_periods);
  }
}

TEST(GuardrailLimit, FourPeriodsDecideWhereOneLeavesItOpen) {
  EXPECT_EQ(JudgeLimit(WithUnits({3.7, 3.7, 3.7, 3.6}, 0.1), AtLeast(3.5)).state,
            LimitState::kHolds);
  EXPECT_EQ(JudgeLimit(WithUnits({3.3, 3.3, 3.3, 3.4}, 0.1), AtLeast(3.5)).state,
            LimitState::kBroken);
  EXPECT_EQ(JudgeLimit(WithUnits({3.5, 3.5, 3.5, 3.5}, 0.1), AtLeast(3.5)).state,
            LimitState::kUnclear);
  // What the last one decides, earlier ones do not change.
  EXPECT_EQ(JudgeLimit(WithUnits({5, 5, 5, 3.3}, 0.1), AtLeast(3.5)).state, LimitState::kBroken);
}

TEST(GuardrailLimit, AgainstThePeriodsBefore) {
  const JudgedLimit fell = JudgeLimit(WithUnits(Same(8, 100, {95}), 1), NoWorse(0.02));
  EXPECT_EQ(fell.state, LimitState::kBroken);
  EXPECT_NEAR(*fell.at, 98, 1e-9);
  EXPECT_TRUE(fell.at_least);
  EXPECT_EQ(JudgeLimit(WithUnits(Same(8, 100, {99}), 0.1), NoWorse(0.02)).state,
            LimitState::kHolds);
  // 1.68 below the limit: beyond 1.67 errors of the value alone, not of the difference.
  EXPECT_EQ(JudgeLimit(WithUnits(Same(8, 100, {96.32}), 1), NoWorse(0.02)).state,
            LimitState::kUnclear);
  // Of what should fall a rise is worse.
  const JudgedLimit rose = JudgeLimit(WithUnits(Same(8, 100, {105}), 1), NoWorse(0.02, false));
  EXPECT_EQ(rose.state, LimitState::kBroken);
  EXPECT_FALSE(rose.at_least);
  EXPECT_EQ(JudgeLimit(WithUnits({100, 100, 95}, 1), NoWorse(0.02)).state,
            LimitState::kInsufficientData);
}

TEST(GuardrailLimit, WithoutUnitsTheMetricsOwnVariationTells) {
  std::vector<double> values;
  Random random(9, 72);
  for (int t = 0; t < 30; ++t) values.push_back(100 + 5 * stats::NormalQuantile(random.Uniform()));
  values.push_back(100);
  EXPECT_EQ(JudgeLimit(WithoutUnits(values), AtLeast(80)).state, LimitState::kHolds);
  EXPECT_EQ(JudgeLimit(WithoutUnits(values), AtLeast(100)).state, LimitState::kUnclear);
  EXPECT_EQ(JudgeLimit(WithoutUnits(values), AtLeast(120)).state, LimitState::kBroken);
  EXPECT_TRUE(JudgeLimit(WithoutUnits(values), AtLeast(80)).by_periods);
  // Too few periods to see how much it varies.
  EXPECT_EQ(JudgeLimit(WithoutUnits({100, 99, 101}), AtLeast(80)).state,
            LimitState::kInsufficientData);
  // Every week alike: there is no doubt.
  EXPECT_EQ(JudgeLimit(WithoutUnits(Same(12, 60)), AtMost(20)).state, LimitState::kBroken);
}

TEST(GuardrailLimit, TheWorseOfTwoBounds) {
  const AskedLimit both{3.0, 4.0, 0, true};
  EXPECT_EQ(JudgeLimit(WithUnits({3.5}, 0.1), both).state, LimitState::kHolds);
  const JudgedLimit above = JudgeLimit(WithUnits({4.5}, 0.1), both);
  EXPECT_EQ(above.state, LimitState::kBroken);
  EXPECT_FALSE(above.at_least);
  EXPECT_EQ(above.at, 4.0);
}

TEST(GuardrailLimit, NothingYet) {
  LimitEvidence none;
  none.values = {3.0, std::nullopt};
  EXPECT_EQ(JudgeLimit(none, AtLeast(1)).state, LimitState::kInsufficientData);
  EXPECT_EQ(JudgeLimit({}, AtLeast(1)).state, LimitState::kInsufficientData);
  EXPECT_EQ(JudgeLimit({}, NoWorse(0.1)).state, LimitState::kInsufficientData);
}

}  // namespace
}  // namespace northstar
