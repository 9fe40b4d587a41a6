// Sources without a fault are left alone, outages are found, and what may be either is a doubt.
#include "stats/outages.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "base/random.h"

namespace northstar::stats {
namespace {

constexpr double kMost = 0.0005;

int Poisson(Random& random, double mean) {
  int count = 0;
  for (double waited = -std::log(random.Uniform()); waited < mean;
       waited -= std::log(random.Uniform()))
    ++count;
  return count;
}

using Rate = double (*)(int day);

std::vector<int64_t> Draw(Rate rate, int days, uint64_t seed) {
  Random random(seed);
  std::vector<int64_t> counts;
  for (int d = 0; d < days; ++d) counts.push_back(Poisson(random, rate(d)));
  counts.front() = counts.back() = 1;
  return counts;
}

void Silence(std::vector<int64_t>& counts, int first, int days) {
  std::fill_n(counts.begin() + first, days, 0);
}

double WorkingDays(int day) {
  return day % 7 < 5 ? 0.5 : 0;
}
double TwoADay(int) {
  return 2;
}
double Many(int) {
  return 1000;
}
double Growing(int day) {
  return 0.05 * std::exp(day / 200.0);
}

TEST(Outages, FewEventsAreNone) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const OutageScan scan = FindOutages(Draw(WorkingDays, 1096, seed), 0, kMost);
    EXPECT_TRUE(scan.outages.empty()) << seed;
    // The rate itself explains nearly all days without an event.
    EXPECT_NEAR(scan.explained_days, scan.empty_days, 0.06 * scan.empty_days) << seed;
  }
}

TEST(Outages, FiveMonthsWithoutOneAre) {
  std::vector<int64_t> counts = Draw(WorkingDays, 1096, 1);
  Silence(counts, 396, 151);
  const OutageScan scan = FindOutages(counts, 0, kMost);
  ASSERT_EQ(scan.outages.size(), 1U);
  EXPECT_LE(scan.outages[0].first, 396);
  EXPECT_GE(scan.outages[0].days, 151);
  EXPECT_NEAR(scan.outages[0].missing, 54, 15);
  EXPECT_LT(scan.outages[0].chance, 1e-9);
}

TEST(Outages, AGrowingSourceStartsSlowly) {
  for (uint64_t seed = 1; seed <= 20; ++seed)
    EXPECT_TRUE(FindOutages(Draw(Growing, 1096, seed), 0, kMost).outages.empty()) << seed;
}

TEST(Outages, WhatReturnsEveryYearIsAClosure) {
  std::vector<int64_t> counts = Draw(TwoADay, 1096, 3);
  for (const int start : {350, 350 + 362, 350 + 730}) Silence(counts, start, 14);
  const OutageScan closed = FindOutages(counts, 0, kMost);
  EXPECT_TRUE(closed.outages.empty());
  EXPECT_EQ(closed.closures.size(), 3U);
  // One in the middle of another year stands alone.
  Silence(counts, 520, 20);
  const OutageScan broken = FindOutages(counts, 0, kMost);
  ASSERT_EQ(broken.outages.size(), 1U);
  EXPECT_NEAR(broken.outages[0].first, 520, 3);
}

TEST(Outages, AClosureExcusesNoSecondGap) {
  std::vector<int64_t> counts = Draw(TwoADay, 1096, 4);
  for (const int start : {350, 350 + 365, 350 + 730}) Silence(counts, start, 14);
  Silence(counts, 738, 14);
  const OutageScan scan = FindOutages(counts, 0, kMost);
  ASSERT_EQ(scan.outages.size(), 1U);
  EXPECT_NEAR(scan.outages[0].first, 738, 3);
}

TEST(Outages, TwoWeeksThatTheDataHoldOnceMayBeEither) {
  std::vector<int64_t> counts = Draw(TwoADay, 300, 5);
  Silence(counts, 100, 14);
  const OutageScan scan = FindOutages(counts, 0, kMost);
  EXPECT_TRUE(scan.outages.empty());
  EXPECT_EQ(scan.perhaps_closed.size(), 1U);
  Silence(counts, 100, 30);
  EXPECT_EQ(FindOutages(counts, 0, kMost).outages.size(), 1U);
}

TEST(Outages, AHolidayOfABusySourceIsNone) {
  std::vector<int64_t> counts = Draw(Many, 1096, 6);
  Silence(counts, 400, 2);
  EXPECT_TRUE(FindOutages(counts, 0, kMost).outages.empty());
  Silence(counts, 400, 4);
  EXPECT_EQ(FindOutages(counts, 0, kMost).outages.size(), 1U);
}

TEST(Outages, SeveralDoNotHideEachOther) {
  for (const int days : {14, 40}) {
    std::vector<int64_t> counts = Draw(TwoADay, 1096, 7);
    for (const int start : {200, 500, 900}) Silence(counts, start, days);
    EXPECT_EQ(FindOutages(counts, 0, kMost).outages.size() +
                  FindOutages(counts, 0, kMost).perhaps_closed.size(),
              3U)
        << days;
  }
}

TEST(Outages, NothingIsSaidOfNextToNothing) {
  EXPECT_TRUE(FindOutages({}, 0, kMost).outages.empty());
  EXPECT_TRUE(FindOutages({1}, 3, kMost).outages.empty());
  std::vector<int64_t> counts(400, 0);
  counts.front() = counts.back() = 5;
  EXPECT_TRUE(FindOutages(counts, 0, kMost).outages.empty());
}

}  // namespace
}  // namespace northstar::stats
