// By hand from the definition of the score, and from the ends of the scale.
#include "bench/accuracy/nab_score.h"

#include <gtest/gtest.h>

#include <cmath>

namespace northstar::accuracy {
namespace {

// 200 rows, 30 of probation; windows of 20 and 10 rows.
NabSeries Sample() {
  NabSeries series;
  series.name = "sample";
  series.scores.assign(200, 0);
  series.windows = {{60, 79}, {150, 159}};
  return series;
}

double Logistic(double y) {
  return 2 / (1 + std::exp(5 * y)) - 1;
}

TEST(NabScore, Sigmoid) {
  EXPECT_NEAR(NabSigmoid(-1), 0.98661430, 1e-8);
  EXPECT_NEAR(NabSigmoid(-0.5), 0.84828364, 1e-8);
  EXPECT_EQ(NabSigmoid(0), 0);
  EXPECT_NEAR(NabSigmoid(0.5), -0.84828364, 1e-8);
  EXPECT_NEAR(NabSigmoid(3), -0.99999939, 1e-8);
  EXPECT_EQ(NabSigmoid(3.01), -1);
}

TEST(NabScore, Probation) {
  EXPECT_EQ(NabProbation(0), 0u);
  EXPECT_EQ(NabProbation(200), 30u);
  EXPECT_EQ(NabProbation(4032), 604u);
  EXPECT_EQ(NabProbation(5000), 750u);
  EXPECT_EQ(NabProbation(22'695), 750u);
}

TEST(NabScore, ValueOfAnAlert) {
  const NabSeries series = Sample();
  EXPECT_NEAR(NabRowValue(series, 60, kNabStandard), 1, 1e-12);
  EXPECT_NEAR(NabRowValue(series, 70, kNabStandard), 0.84828364 / 0.98661430, 1e-7);
  EXPECT_NEAR(NabRowValue(series, 79, kNabStandard), Logistic(-0.05) / 0.98661430, 1e-7);
  EXPECT_NEAR(NabRowValue(series, 50, kNabStandard), -0.11, 1e-12);
  EXPECT_NEAR(NabRowValue(series, 80, kNabStandard), 0.11 * Logistic(1.0 / 19), 1e-12);
  EXPECT_NEAR(NabRowValue(series, 98, kNabRewardLowFalsePositives), 0.22 * Logistic(1), 1e-12);
  EXPECT_NEAR(NabRowValue(series, 145, kNabStandard), -0.11, 1e-12);
  EXPECT_NEAR(NabRowValue(series, 162, kNabStandard), 0.11 * Logistic(3.0 / 9), 1e-12);
}

TEST(NabScore, RawSumByHand) {
  NabSeries series = Sample();
  series.scores[10] = 1;  // probation
  series.scores[50] = 1;  // before any window
  series.scores[70] = 1;
  series.scores[75] = 1;  // later in the same window: nothing
  series.scores[80] = 1;  // just past it
  const double expected = -0.11 + 0.84828364 / 0.98661430 + 0.11 * Logistic(1.0 / 19) - 1;
  EXPECT_NEAR(NabRawScore(series, 0.5, kNabStandard), expected, 1e-7);
  const NabResult result = NabScoreAt({series}, 0.5, kNabStandard);
  EXPECT_NEAR(result.score, 100 * (expected + 2) / 4, 1e-5);
  EXPECT_EQ(result.windows, 2u);
  EXPECT_EQ(result.found, 1u);
  EXPECT_EQ(result.false_alerts, 2u);
  EXPECT_NEAR(NabRawScore(series, 0.5, kNabRewardLowFalseNegatives), expected - 1, 1e-7);
}

TEST(NabScore, EndsOfTheScale) {
  NabSeries series = Sample();
  EXPECT_EQ(NabScoreAt({series}, 0.5, kNabStandard).score, 0);
  series.scores[60] = 1;
  series.scores[150] = 1;
  for (const NabProfile& profile :
       {kNabStandard, kNabRewardLowFalsePositives, kNabRewardLowFalseNegatives}) {
    EXPECT_NEAR(NabScore({series}, profile).score, 100, 1e-9);
  }
  series.scores[60] = 0;
  EXPECT_NEAR(NabScore({series}, kNabRewardLowFalseNegatives).score, 50, 1e-9);
}

TEST(NabScore, OneThresholdForAll) {
  NabSeries one = Sample();
  one.scores[60] = 0.4;
  one.scores[150] = 0.4;
  NabSeries other = Sample();
  other.windows.clear();
  for (size_t row = 40; row < 60; ++row) other.scores[row] = 0.5;
  // At 0.4 all windows are found and 20 alerts are false; above it nothing is won.
  const NabResult best = NabScore({one, other}, kNabStandard);
  EXPECT_EQ(best.threshold, 0.4);
  EXPECT_NEAR(best.score, 100 * (4 - 20 * 0.11) / 4, 1e-9);
  EXPECT_EQ(best.false_alerts, 20u);
  const NabResult low = NabScore({one, other}, kNabRewardLowFalsePositives);
  EXPECT_EQ(low.score, 0);
  EXPECT_TRUE(std::isinf(low.threshold));
}

TEST(NabScore, BestThresholdIsTheBest) {
  NabSeries series = Sample();
  for (size_t row = 0; row < 200; ++row) {
    series.scores[row] = static_cast<double>((row * 7919) % 100) / 100;
  }
  const NabResult best = NabScore({series}, kNabStandard);
  double highest = 0;
  for (int i = 0; i <= 100; ++i) {
    const NabResult at = NabScoreAt({series}, i / 100.0, kNabStandard);
    EXPECT_NEAR(at.score, 25 * (NabRawScore(series, i / 100.0, kNabStandard) + 2), 1e-9);
    highest = std::max(highest, at.score);
  }
  EXPECT_NEAR(best.score, highest, 1e-9);
  EXPECT_NEAR(NabScoreAt({series}, best.threshold, kNabStandard).score, best.score, 1e-9);
}

TEST(NabScore, NoWindows) {
  NabSeries series = Sample();
  series.windows.clear();
  EXPECT_EQ(NabScore({series}, kNabStandard).score, 0);
  EXPECT_EQ(NabScore({}, kNabStandard).score, 0);
}

}  // namespace
}  // namespace northstar::accuracy
