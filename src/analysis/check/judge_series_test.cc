// What is judged from series alone: each check fires, holds, and has nothing to judge.
#include "analysis/check/judge_series.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/random.h"

namespace northstar {
namespace {

using Code = CheckStatement::Code;
using Values = std::vector<std::optional<double>>;
const Day kMonday = *ParseDay("2024-01-01");

double Jitter(Random& random) {
  return 2 * random.Uniform() - 1;
}

// A level with an error of `spread` (relative) in each week, the same in every run.
Values Level(size_t weeks, double level, double spread, uint64_t stream = 5) {
  Random random(3, stream);
  Values values;
  for (size_t i = 0; i < weeks; ++i) values.emplace_back(level * std::exp(spread * Jitter(random)));
  return values;
}

MetricHistory Weekly(const Values& values) {
  MetricHistory history;
  RegularSeries& series = history.series;
  series.name = "Teams";
  series.metric = "teams";
  series.grain = Grain::kWeek;
  series.step_seconds = 7 * 86'400.0;
  series.values = values;
  for (size_t i = 0; i < values.size(); ++i) {
    const Day start = kMonday + 7 * static_cast<Day>(i);
    series.labels.push_back(FormatDay(start));
    series.starts_us.push_back(start * kMicrosPerDay);
    series.given.push_back(true);
  }
  return history;
}

PeriodValues ByWeek(const Values& values) {
  PeriodValues out;
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i]) out[kMonday + 7 * static_cast<Day>(i)] = *values[i];
  }
  return out;
}

constexpr double kLevel = 0.001;

TEST(LevelOfALook, SharesAYearsFalseAlarmsAmongItsLooks) {
  const std::vector<Grain> weekly(8, Grain::kWeek);
  EXPECT_NEAR(LevelOfALook(0.5, weekly), 0.5 / (8 * 365.25 / 7), 1e-12);
  const std::vector<Grain> daily(8, Grain::kDay);
  EXPECT_NEAR(LevelOfALook(0.5, daily), LevelOfALook(0.5, weekly) / 7, 1e-12);
  EXPECT_EQ(LevelOfALook(0.5, std::vector<Grain>{Grain::kYear}), 0.01);
  EXPECT_EQ(LevelOfALook(0.5, {}), 0.01);
}

TEST(Anomaly, AFallBeyondWhatIsUsualFires) {
  Values values = Level(60, 1000, 0.03);
  values.emplace_back(700);
  const Judged found = JudgeAnomaly(Weekly(values), {}, kLevel);
  EXPECT_EQ(found.look, Look::kFails);
  EXPECT_EQ(found.statement.code, Code::kUnusual);
  EXPECT_EQ(found.value, 700);
  EXPECT_GT(found.limit.value_or(0), 700);
  EXPECT_EQ(found.period, FormatDay(kMonday + 7 * 60));
}

TEST(Anomaly, WhatIsUsualHolds) {
  const Judged found = JudgeAnomaly(Weekly(Level(60, 1000, 0.03)), {}, kLevel);
  EXPECT_EQ(found.look, Look::kHolds);
  EXPECT_EQ(found.statement.code, Code::kUsual);
  EXPECT_FALSE(found.limit);
}

TEST(Anomaly, AnAnnotatedExceptionIsNoAlarm) {
  Values values = Level(60, 1000, 0.03);
  values.emplace_back(700);
  std::vector<bool> masked(values.size(), false);
  masked.back() = true;
  EXPECT_NE(JudgeAnomaly(Weekly(values), masked, kLevel).look, Look::kFails);
}

TEST(Anomaly, TooShortOrMissingHasNoData) {
  EXPECT_EQ(JudgeAnomaly(Weekly(Level(6, 1000, 0.03)), {}, kLevel).look, Look::kNoData);
  Values values = Level(60, 1000, 0.03);
  values.emplace_back(std::nullopt);
  const Judged missing = JudgeAnomaly(Weekly(values), {}, kLevel);
  EXPECT_EQ(missing.look, Look::kNoData);
  EXPECT_FALSE(missing.statement.problem.empty());
  MetricHistory unmeasured;
  unmeasured.problem = "Teams was not measured.";
  EXPECT_EQ(JudgeAnomaly(unmeasured, {}, kLevel).statement.problem, "Teams was not measured.");
}

LimitEvidence EvidenceOn(const Values& values) {
  LimitEvidence evidence;
  evidence.values = values;
  return evidence;
}

TEST(GuardrailCheck, AFixedLimitFiresWhenItIsBroken) {
  Values values = Level(40, 4, 0.02);
  values.emplace_back(3.1);
  AskedLimit asked;
  asked.least = 3.5;
  const Judged found = JudgeGuardrail(Weekly(values), EvidenceOn(values), asked, kLevel);
  EXPECT_EQ(found.look, Look::kFails);
  EXPECT_EQ(found.statement.code, Code::kLimitBroken);
  EXPECT_EQ(found.value, 3.1);
  EXPECT_EQ(found.limit, 3.5);
}

TEST(GuardrailCheck, AToleranceFiresOnlyBeyondChance) {
  AskedLimit asked;
  asked.tolerance = 0.02;
  Values some = Level(40, 100, 0.05);
  some.emplace_back(91);
  const Judged by_chance = JudgeGuardrail(Weekly(some), EvidenceOn(some), asked, kLevel);
  EXPECT_EQ(by_chance.look, Look::kHolds);
  Values much = Level(40, 100, 0.05);
  much.emplace_back(70);
  const Judged broken = JudgeGuardrail(Weekly(much), EvidenceOn(much), asked, kLevel);
  EXPECT_EQ(broken.look, Look::kFails);
  EXPECT_EQ(broken.statement.tolerance, "2%");
  EXPECT_NEAR(broken.limit.value_or(0), 98, 3);
}

TEST(GuardrailCheck, ALimitThatHoldsAndOneThatNobodyCanTell) {
  AskedLimit asked;
  asked.most = 10;
  const Values low = Level(40, 5, 0.02);
  EXPECT_EQ(JudgeGuardrail(Weekly(low), EvidenceOn(low), asked, kLevel).look, Look::kHolds);
  const Values few = Level(2, 5, 0.02);
  EXPECT_EQ(JudgeGuardrail(Weekly(few), EvidenceOn(few), asked, kLevel).look, Look::kNoData);
}

// Over the last 8 weeks up or down by `change`.
Values Drifting(double change, uint64_t stream) {
  Values values = Level(80, 100, 0.02, stream);
  for (size_t i = 72; i < 80; ++i)
    values[i] = *values[i] * std::pow(1 + change, static_cast<double>(i - 71) / 8);
  return values;
}

Companion With(const Values& values, bool rise_is_good = true) {
  return {{"Rating", "rating"}, rise_is_good, 0.02, ByWeek(values)};
}

Judged RedFlag(const Values& star, const std::vector<Companion>& companions) {
  return JudgeDecoupled({"Teams", "teams"}, ByWeek(star), companions, {});
}

TEST(Decoupled, TheStarRisesWhileACompanionFalls) {
  const Judged found =
      RedFlag(Drifting(0.2, 1), {With(Level(80, 4, 0.02, 2)), With(Drifting(-0.2, 3))});
  EXPECT_EQ(found.look, Look::kFails);
  EXPECT_EQ(found.statement.code, Code::kDecoupled);
  EXPECT_EQ(found.statement.other.metric, "rating");
  EXPECT_GT(found.statement.rise, 0.05);
  EXPECT_LT(found.value.value_or(0), -0.05);
  EXPECT_EQ(found.limit, -0.02);
  EXPECT_EQ(found.period, FormatDay(kMonday + 7 * 79));
}

TEST(Decoupled, WhatShouldFallIsWorseWhenItRises) {
  const Judged found = RedFlag(Drifting(0.2, 1), {With(Drifting(0.2, 3), false)});
  EXPECT_EQ(found.look, Look::kFails);
  EXPECT_EQ(found.limit, 0.02);
  EXPECT_EQ(RedFlag(Drifting(0.2, 1), {With(Drifting(0.2, 3), true)}).look, Look::kHolds);
}

TEST(Decoupled, OneOfTheTwoAloneIsNoRedFlag) {
  EXPECT_EQ(RedFlag(Drifting(0.2, 1), {With(Level(80, 4, 0.02, 2))}).look, Look::kHolds);
  EXPECT_EQ(RedFlag(Level(80, 100, 0.02, 1), {With(Drifting(-0.2, 3))}).look, Look::kHolds);
  EXPECT_EQ(RedFlag(Drifting(-0.2, 1), {With(Drifting(-0.2, 3))}).look, Look::kHolds);
}

TEST(Decoupled, OneLookAloneIsNoRedFlag) {
  Values star = Level(79, 100, 0.005, 1);
  Values other = Level(79, 4, 0.005, 2);
  star.emplace_back(200);
  other.emplace_back(2);
  EXPECT_EQ(RedFlag(star, {With(other)}).look, Look::kHolds);
}

TEST(Decoupled, AFallWithinTheToleranceIsNone) {
  Companion tolerant = With(Drifting(-0.2, 3));
  tolerant.tolerance = 0.5;
  EXPECT_EQ(RedFlag(Drifting(0.2, 1), {tolerant}).look, Look::kHolds);
}

TEST(Decoupled, NothingOrTooLittleToCompareHasNoData) {
  EXPECT_EQ(RedFlag(Drifting(0.2, 1), {}).look, Look::kNoData);
  const Judged few = RedFlag(Level(16, 100, 0.02), {With(Level(16, 4, 0.02))});
  EXPECT_EQ(few.look, Look::kNoData);
  EXPECT_NE(few.statement.problem.find("17 weeks"), std::string::npos) << few.statement.problem;
}

FeedbackHistory Feedback(double last_share, double last_volume) {
  Values negative = Level(60, 0.3, 0.05, 7);
  Values volume = Level(60, 100, 0.05, 8);
  negative.emplace_back(last_share);
  volume.emplace_back(last_volume);
  return {"reviews", Weekly(negative), Weekly(volume)};
}

MetricHistory Star(double last) {
  Values values = Level(60, 1000, 0.02);
  values.emplace_back(last);
  return Weekly(values);
}

Judged JudgedFeedback(const FeedbackHistory& feedback, double star) {
  return JudgeFeedback(feedback, {"Teams", "teams"}, Star(star), kLevel);
}

TEST(Feedback, UnusualWhileTheStarMovesFires) {
  const Judged negative = JudgedFeedback(Feedback(0.8, 100), 1100);
  EXPECT_EQ(negative.look, Look::kFails);
  EXPECT_EQ(negative.statement.code, Code::kNegativeShare);
  EXPECT_TRUE(negative.statement.star_rises);
  const Judged volume = JudgedFeedback(Feedback(0.3, 400), 900);
  EXPECT_EQ(volume.look, Look::kFails);
  EXPECT_EQ(volume.statement.code, Code::kFeedbackVolume);
  EXPECT_FALSE(volume.statement.star_rises);
}

TEST(Feedback, UnusualWhileTheStarStandsHolds) {
  const Judged found = JudgedFeedback(Feedback(0.8, 100), 1000);
  EXPECT_EQ(found.look, Look::kHolds);
  EXPECT_EQ(found.statement.code, Code::kFeedbackAlone);
}

TEST(Feedback, FewerNegativeTextsAreNoFault) {
  EXPECT_EQ(JudgedFeedback(Feedback(0.05, 100), 1100).look, Look::kHolds);
  EXPECT_EQ(JudgedFeedback(Feedback(0.3, 100), 1100).statement.code, Code::kFeedbackUsual);
}

TEST(Feedback, TooShortHasNoData) {
  const FeedbackHistory few{"reviews", Weekly(Level(5, 0.3, 0.05)), Weekly(Level(5, 100, 0.05))};
  EXPECT_EQ(JudgedFeedback(few, 1100).look, Look::kNoData);
}

}  // namespace
}  // namespace northstar
