// When a silence is too long, whose silence is news, and when more rows are rejected than before.
#include "analysis/check/judge_source.h"

#include <gtest/gtest.h>

#include "base/time_zone.h"

namespace northstar {
namespace {

using Code = CheckStatement::Code;

// Ten weeks of an event an hour in office hours, up to Friday 17:00: silent for 63 hours at most,
// from Friday's last hour (17:00) to Monday's first (8:00).
SourceHistory Office() {
  SourceHistory history;
  history.source = "app";
  for (int h = 0; h < 24 * 7 * 10; ++h) {
    const bool open = h / 24 % 7 < 5 && h % 24 >= 8 && h % 24 < 18;
    history.hours.push_back(open ? 5 : 0);
  }
  while (history.hours.back() == 0) history.hours.pop_back();
  history.last_us = static_cast<int64_t>(history.hours.size()) * kMicrosPerHour;
  return history;
}

int64_t After(const SourceHistory& history, double hours) {
  return *history.last_us + static_cast<int64_t>(hours * static_cast<double>(kMicrosPerHour));
}

JudgedSource Look(const SourceHistory& history, double hours) {
  return JudgeSource(history, After(history, hours));
}

TEST(Freshness, TheLongestSilenceIsThatOfTheRhythm) {
  EXPECT_EQ(LongestSilence(Office()), 63 * 3600.0);
}

TEST(Freshness, FiresHalfAsLongAgainAsTheLongestSilence) {
  SourceHistory history = Office();
  history.by_itself = true;
  EXPECT_EQ(Look(history, 94).judged.look, northstar::Look::kHolds);
  const JudgedSource late = Look(history, 95);
  EXPECT_EQ(late.judged.look, northstar::Look::kFails);
  EXPECT_EQ(late.judged.statement.code, Code::kSilent);
  EXPECT_EQ(late.judged.limit, 94.5 * 3600);
  EXPECT_FALSE(late.is_static);
}

TEST(Freshness, AFileIsNewsOnlyOnceItWasFresh) {
  SourceHistory history = Office();
  const JudgedSource old = Look(history, 500);
  EXPECT_EQ(old.judged.look, northstar::Look::kHolds);
  EXPECT_EQ(old.judged.statement.code, Code::kStatic);
  EXPECT_TRUE(old.is_static);
  history.fresh_before = true;
  EXPECT_EQ(Look(history, 500).judged.look, northstar::Look::kFails);
  EXPECT_FALSE(Look(history, 500).is_static);
}

TEST(Freshness, WhatTheProjectAllowsCounts) {
  SourceHistory history = Office();
  history.fresh_within = 3 * 3600.0;
  EXPECT_EQ(Look(history, 2.5).judged.look, northstar::Look::kHolds);
  const JudgedSource late = Look(history, 3.5);
  EXPECT_EQ(late.judged.look, northstar::Look::kFails);
  EXPECT_TRUE(late.judged.statement.set);
  history.last_us.reset();
  history.hours.clear();
  EXPECT_EQ(JudgeSource(history, 0).judged.look, northstar::Look::kFails);
}

TEST(Freshness, AnOutageIsNoRhythm) {
  SourceHistory history;
  for (int h = 0; h < 24 * 200; ++h) {
    const int day = h / 24;
    history.hours.push_back(day >= 60 && day < 85 ? 0 : 5);
  }
  EXPECT_EQ(LongestSilence(history), 3600.0);
}

TEST(Freshness, FewEventsTellNoRhythm) {
  SourceHistory history;
  history.by_itself = true;
  history.hours = {1, 0, 0, 1, 0, 1};
  history.last_us = 6 * kMicrosPerHour;
  EXPECT_EQ(Look(history, 1000).judged.look, northstar::Look::kNoData);
  history.hours.clear();
  history.last_us.reset();
  EXPECT_EQ(JudgeSource(history, 0).judged.look, northstar::Look::kNoData);
}

TEST(Freshness, GivenNumbersComeOncePerPeriod) {
  SourceHistory history;
  history.period_seconds = 7 * 86'400.0;
  history.last_us = 0;
  history.fresh_before = true;
  EXPECT_EQ(Look(history, 24 * 10).judged.look, northstar::Look::kHolds);
  EXPECT_EQ(Look(history, 24 * 11).judged.look, northstar::Look::kFails);
}

TEST(Rejects, AJumpFires) {
  SourceHistory history = Office();
  history.rejects = RejectedShares{1000, 50, 20'000, 40};
  const JudgedSource found = Look(history, 1);
  EXPECT_EQ(found.judged.look, northstar::Look::kFails);
  EXPECT_EQ(found.judged.statement.code, Code::kRejectsJumped);
  EXPECT_EQ(found.judged.value, 0.05);
  EXPECT_EQ(found.judged.limit, 0.002);
}

TEST(Rejects, FewRowsOrNoMoreThanBeforeHold) {
  SourceHistory history = Office();
  history.rejects = RejectedShares{50, 10, 20'000, 40};
  EXPECT_EQ(Look(history, 1).judged.look, northstar::Look::kHolds);
  history.rejects = RejectedShares{1000, 4, 20'000, 40};
  EXPECT_EQ(Look(history, 1).judged.look, northstar::Look::kHolds);
  history.rejects = RejectedShares{1000, 50, 0, 0};
  EXPECT_EQ(Look(history, 1).judged.look, northstar::Look::kHolds);
}

}  // namespace
}  // namespace northstar
