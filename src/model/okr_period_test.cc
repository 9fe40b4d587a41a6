#include "model/okr_period.h"

#include <gtest/gtest.h>

#include <string>

namespace northstar {
namespace {

Calendar StartingIn(int month) {
  return Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, month);
}

std::string Read(std::string_view text, int first_month = 1) {
  const auto days = DaysOfPeriod(text, StartingIn(first_month));
  return days ? FormatDay(days->first) + " " + FormatDay(days->last) : "";
}

TEST(OkrPeriod, IsARangeOfLocalDays) {
  EXPECT_EQ(Read("2026-Q1"), "2026-01-01 2026-03-31");
  EXPECT_EQ(Read("2026-Q3"), "2026-07-01 2026-09-30");
  EXPECT_EQ(Read("2026-Q4"), "2026-10-01 2026-12-31");
  EXPECT_EQ(Read("2026-H1"), "2026-01-01 2026-06-30");
  EXPECT_EQ(Read("2026-h2"), "2026-07-01 2026-12-31");
  EXPECT_EQ(Read("2026"), "2026-01-01 2026-12-31");
  EXPECT_EQ(Read("2024-02"), "2024-02-01 2024-02-29");
  EXPECT_EQ(Read("2026-12"), "2026-12-01 2026-12-31");
  EXPECT_EQ(Read("2026-07-20"), "2026-07-20 2026-07-20");
  EXPECT_EQ(Read(" 2026-q3 "), "2026-07-01 2026-09-30");
  EXPECT_EQ(Read("2026-07-06..2026-08-16"), "2026-07-06 2026-08-16");
  EXPECT_EQ(Read("2026-07-06 .. 2026-07-06"), "2026-07-06 2026-07-06");
}

TEST(OkrPeriod, FollowsTheProjectsYear) {
  EXPECT_EQ(Read("2026", 4), "2026-04-01 2027-03-31");
  EXPECT_EQ(Read("2026-Q1", 4), "2026-04-01 2026-06-30");
  EXPECT_EQ(Read("2026-Q4", 4), "2027-01-01 2027-03-31");
  EXPECT_EQ(Read("2026-H2", 2), "2026-08-01 2027-01-31");
  EXPECT_EQ(Read("2026-Q4", 12), "2027-09-01 2027-11-30");
  EXPECT_EQ(Read("2026-07", 4), "2026-07-01 2026-07-31") << "a month is that of the calendar";
}

TEST(OkrPeriod, WhatNobodyCanReadIsNone) {
  for (const char* text : {"",
                           "Q3",
                           "2026-Q0",
                           "2026-Q5",
                           "2026-H3",
                           "2026-H0",
                           "2026-13",
                           "2026-00",
                           "2026-7",
                           "26-Q3",
                           "2026Q3",
                           "2026-Q33",
                           "2026-W31",
                           "summer",
                           "2026-02-30",
                           "20a6",
                           "2026/Q3",
                           "2026-08-16..2026-07-06",
                           "2026-07-06..",
                           "..2026-07-06",
                           "2026-Q1..2026-Q2"})
    EXPECT_EQ(Read(text), "") << text;
}

TEST(OkrPeriod, NamesTheQuarterOfADayAsItIsRead) {
  for (const int month : {1, 2, 4, 12}) {
    const Calendar calendar = StartingIn(month);
    for (Day day = DayOf({2023, 12, 1}); day < DayOf({2026, 3, 1}); day += 13) {
      const NamedQuarter quarter = QuarterOf(day, calendar);
      EXPECT_TRUE(quarter.days.Holds(day)) << FormatDay(day);
      EXPECT_EQ(DaysOfPeriod(quarter.name, calendar), quarter.days) << quarter.name;
    }
  }
  EXPECT_EQ(QuarterOf(DayOf({2026, 9, 30}), StartingIn(1)).name, "2026-Q3");
  EXPECT_EQ(QuarterOf(DayOf({2026, 3, 31}), StartingIn(4)).name, "2025-Q4");
}

}  // namespace
}  // namespace northstar
