// Quarters of thirteen weeks in which guards rise, hold and fall beside a rising star.
#include "analysis/review/decoupling_reading.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

namespace northstar {
namespace {

constexpr int kWeeks = 13;
constexpr int kBefore = 52;

// Level but for a small jagged error, then so much a week over the quarter.
std::vector<double> Line(double step, int before = kBefore) {
  std::vector<double> values;
  for (int t = 0; t < before + kWeeks; ++t)
    values.push_back(100 + step * std::max(0, t - before) + (t * 7 % 5 - 2) * 0.2);
  return values;
}

GuardHistory Guard(double star_step, double step, bool rise_is_good = true,
                   double tolerance = 0.02) {
  return {Line(star_step), Line(step), kWeeks, 52, rise_is_good, tolerance};
}

std::vector<size_t> Found(const std::vector<GuardHistory>& guards) {
  std::vector<size_t> found;
  for (const DecouplingReading& one : ReadDecoupling(guards)) found.push_back(one.guard);
  return found;
}

TEST(DecouplingReading, AGuardThatFallsWhileTheStarRisesIsFound) {
  EXPECT_EQ(Found({Guard(1, 0), Guard(1, -1), Guard(1, 1)}), std::vector<size_t>{1});
}

TEST(DecouplingReading, WorseMayBeUp) {
  EXPECT_EQ(Found({Guard(1, 1, false)}), std::vector<size_t>{0});
  EXPECT_TRUE(Found({Guard(1, -1, false)}).empty());
}

TEST(DecouplingReading, AFallAloneIsNone) {
  EXPECT_TRUE(Found({Guard(0, -1)}).empty());
  EXPECT_TRUE(Found({Guard(-1, -1)}).empty());
}

TEST(DecouplingReading, TheStarRoseByItsOwnLine) {
  EXPECT_TRUE(StarRose({Guard(1, -1)}));
  EXPECT_TRUE(StarRose({Guard(-1, 0), Guard(1, 0)})) << "beside one of them";
  EXPECT_FALSE(StarRose({Guard(-1, -1)}));
  EXPECT_FALSE(StarRose({}));
}

TEST(DecouplingReading, WhatIsToleratedIsNone) {
  EXPECT_TRUE(Found({Guard(1, -1, true, 0.5)}).empty());
}

// Down over a quarter and up over the next, as every year.
void AddSeason(std::vector<double>& values) {
  for (size_t t = 0; t < values.size(); ++t) {
    const auto place = static_cast<int>(t % kWeeks);
    values[t] += t / kWeeks % 2 == 0 ? kWeeks - place : place;
  }
}

TEST(DecouplingReading, AFallThatIsUsualIsNone) {
  GuardHistory seasonal = Guard(1, 0);
  AddSeason(seasonal.guard);
  const auto divergence = stats::TestDivergence(std::span(seasonal.star).last(kWeeks),
                                                std::span(seasonal.guard).last(kWeeks), true);
  ASSERT_LT(divergence->p_value, 0.01) << "by the quarter alone it fell";
  EXPECT_TRUE(Found({seasonal}).empty());
}

TEST(DecouplingReading, AFallBeyondTheSeasonIsFound) {
  for (const double step : {-1.5, 0.0}) {
    GuardHistory seasonal{Line(1, 156), Line(step, 156), kWeeks, 52, true, 0.02};
    AddSeason(seasonal.guard);
    EXPECT_EQ(Found({seasonal}).empty(), step == 0) << step;
  }
}

TEST(DecouplingReading, TooShortAHistoryIsPassedOver) {
  GuardHistory young{Line(1, 38), Line(-1, 38), kWeeks, 52, true, 0.02};
  EXPECT_FALSE(CanRead(young));
  EXPECT_TRUE(Found({young}).empty());
  EXPECT_TRUE(CanRead({Line(1, 39), Line(-1, 39), kWeeks, 52, true, 0.02}));
  EXPECT_TRUE(Found({}).empty());
}

}  // namespace
}  // namespace northstar
