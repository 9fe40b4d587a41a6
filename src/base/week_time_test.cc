#include "base/week_time.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

int64_t At(const char* day, int hour, int minute = 0) {
  return *ParseDay(day) * kMicrosPerDay + (hour * 60 + minute) * int64_t{60'000'000};
}

TEST(WeekTime, IsReadAsItIsWritten) {
  EXPECT_EQ(ParseWeekTime("monday 09:00"), (WeekTime{Weekday::kMonday, 540}));
  EXPECT_EQ(ParseWeekTime("sunday 23:59"), (WeekTime{Weekday::kSunday, 1439}));
  for (const char* bad :
       {"", "monday", "noon", "Monday 09:00", "monday 9:00", "monday 24:00", "monday 09:60",
        "monday 09:00 ", "monday  09:00", "monday 09-00", "monday +9:00", "day 09:00"})
    EXPECT_FALSE(ParseWeekTime(bad)) << bad;
}

TEST(WeekTime, ItsLastTimeIsAtOrBeforeNow) {
  const Calendar utc(*TimeZone::Load("UTC"), Weekday::kMonday, 1);
  const WeekTime monday{Weekday::kMonday, 540};
  const int64_t due = At("2026-06-29", 9);  // a Monday
  EXPECT_EQ(LastTimeOf(monday, utc, due), due);
  EXPECT_EQ(LastTimeOf(monday, utc, due - 1), At("2026-06-22", 9));
  EXPECT_EQ(LastTimeOf(monday, utc, At("2026-07-05", 23, 59)), due);
}

TEST(WeekTime, IsByTheWallClockOfTheZone) {
  const Calendar berlin(*TimeZone::Load("Europe/Berlin"), Weekday::kMonday, 1);
  const WeekTime monday{Weekday::kMonday, 540};
  EXPECT_EQ(LastTimeOf(monday, berlin, At("2026-06-29", 12)), At("2026-06-29", 7));
  EXPECT_EQ(LastTimeOf(monday, berlin, At("2026-12-28", 12)), At("2026-12-28", 8));
  // On the Sunday of spring the clock jumps from 2:00 to 3:00.
  const WeekTime night{Weekday::kSunday, 150};
  const int64_t read = LastTimeOf(night, berlin, At("2026-03-29", 12));
  EXPECT_EQ(berlin.LocalDay(read), *ParseDay("2026-03-29"));
}

}  // namespace
}  // namespace northstar
