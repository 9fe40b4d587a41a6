#include "base/written_time.h"

#include <gtest/gtest.h>

#include <string>

#include "base/calendar.h"

namespace northstar {
namespace {

constexpr int64_t kMinute = 60 * kMicrosPerSecond;

int64_t At(int year, int month, int day, int hour = 0, int minute = 0) {
  return DayOf({year, month, day}) * kMicrosPerDay + (hour * 60 + minute) * kMinute;
}

TEST(WrittenTime, ADateOfThreeNumbersNeedsAnOrder) {
  struct Case {
    const char* text;
    DateOrder order;
    int64_t us;
  };
  const Case cases[] = {
      {"31/12/2012", DateOrder::kDayMonthYear, At(2012, 12, 31)},
      {"1.2.2012", DateOrder::kDayMonthYear, At(2012, 2, 1)},
      {"31.12.12", DateOrder::kDayMonthYear, At(2012, 12, 31)},
      {"31.12.2012.", DateOrder::kDayMonthYear, At(2012, 12, 31)},
      {"31-12-69", DateOrder::kDayMonthYear, At(1969, 12, 31)},
      {"31-12-68", DateOrder::kDayMonthYear, At(2068, 12, 31)},
      {"12/31/2012", DateOrder::kMonthDayYear, At(2012, 12, 31)},
      {"1/2/2012 9:05 PM", DateOrder::kMonthDayYear, At(2012, 1, 2, 21, 5)},
      {"1/2/2012, 12:05 a.m.", DateOrder::kMonthDayYear, At(2012, 1, 2, 0, 5)},
      {"12/12/31", DateOrder::kYearMonthDay, At(2012, 12, 31)},
      {"2012/1/2", DateOrder::kYearMonthDay, At(2012, 1, 2)},
      {"2012/1/2", DateOrder::kDayMonthYear, At(2012, 1, 2)},
      {"01/09/2012 0", DateOrder::kDayMonthYear, At(2012, 9, 1)},
      {"01/09/2012 17", DateOrder::kDayMonthYear, At(2012, 9, 1, 17)},
      // What ISO 8601 says is the same in any order.
      {"2012-02-01", DateOrder::kDayMonthYear, At(2012, 2, 1)},
      {"20120201", DateOrder::kMonthDayYear, At(2012, 2, 1)},
  };
  for (const Case& one : cases) {
    const auto parsed = ParseTime(one.text, EpochUnit::kByDigits, one.order);
    ASSERT_TRUE(parsed) << one.text;
    EXPECT_EQ(parsed->us, one.us) << one.text;
    EXPECT_FALSE(parsed->has_zone) << one.text;
    EXPECT_FALSE(parsed->number) << one.text;
  }
  for (const char* text : {"31/12/2012", "1.2.2012", "12/31/2012", "12/12/31"})
    EXPECT_FALSE(ParseTime(text)) << text;
  // A year in front leaves one reading.
  for (const char* text : {"2012/12/31", "2012.12.31", "2012/12/31 00:00"})
    EXPECT_EQ(ParseTime(text)->us, At(2012, 12, 31)) << text;
  for (const char* text : {"31/13/2012", "32/12/2012", "30/2/2012", "31/12/012", "31/12-2012",
                           "31/12", "31//2012", "31/12/2012 25", "31/12/2012x", "/12/2012"})
    EXPECT_FALSE(ParseTime(text, EpochUnit::kByDigits, DateOrder::kDayMonthYear)) << text;
}

TEST(WrittenTime, AMonthMayBeAWord) {
  for (const char* text : {"31-Jan-2011", "31 January 2011", "Jan 31, 2011", "JAN 31 2011",
                           "31. jan. 2011", "January 31, 2011", "31-Jan-11"}) {
    const auto parsed = ParseTime(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->us, At(2011, 1, 31)) << text;
    EXPECT_EQ(parsed->precision, TimePrecision::kDay) << text;
  }
  EXPECT_EQ(ParseTime("Sept 5, 2011 8:30 AM")->us, At(2011, 9, 5, 8, 30));
  for (const char* text :
       {"31/Jan/11", "Monday, January 31, 2011", "Mon, 31 Jan 2011", "mon 31-jan-11"})
    EXPECT_EQ(ParseTime(text)->us, At(2011, 1, 31)) << text;
  for (const char* text :
       {"Mon, 31 Jan 2011 09:05:00 GMT", "Mon Jan 31 09:05:00 +0000 2011", "31/Jan/2011 9:05 AM",
        "Mon Jan 31 09:05:00 2011", "Mon Jan 31 10:05:00 +0100 2011"})
    EXPECT_EQ(ParseTime(text)->us, At(2011, 1, 31, 9, 5)) << text;
  EXPECT_TRUE(ParseTime("Mon, 31 Jan 2011 09:05:00 GMT")->has_zone);
  EXPECT_FALSE(ParseTime("Mon Jan 31 09:05:00 2011")->has_zone);
  for (const char* text : {"Mon", "Monday,", "Mon, ", "Mond 31 Jan 2011 x",
                           "Mon Jan 31 9:05:0 20111", "Moonday, January 31, 2011"})
    EXPECT_FALSE(ParseTime(text)) << text;
  for (const char* text :
       {"Jan", "May 2011", "31 Ja 2011", "31 Janus 2011", "Feb 30, 2011", "Mars 3, 2011"})
    EXPECT_FALSE(ParseTime(text)) << text;
}

TEST(WrittenTime, ATimeOfDayMayBeShort) {
  EXPECT_EQ(ParseTime("2011-01-31 9")->us, At(2011, 1, 31, 9));
  EXPECT_EQ(ParseTime("2011-01-31 9:05")->us, At(2011, 1, 31, 9, 5));
  EXPECT_EQ(ParseTime("2011-01-31 09:05 pm")->us, At(2011, 1, 31, 21, 5));
  EXPECT_EQ(ParseTime("2011-01-31 1005")->us, At(2011, 1, 31, 10, 5));
  EXPECT_EQ(ParseTime("2011-01-31 24:00")->us, At(2011, 2, 1));
  EXPECT_EQ(ParseTime("2011-01-31 09:05+02:00")->us, At(2011, 1, 31, 7, 5));
  for (const char* text :
       {"2011-01-31 25", "2011-01-31 9:5", "2011-01-31T9", "2011-01-31T09", "2011-01-31 13:00 PM",
        "2011-01-31 0:00 AM", "2011-01-31 24:01", "2011-01-31 ", "2011-01-3"})
    EXPECT_EQ(ParseTime(text).has_value(), std::string(text).ends_with(' ')) << text;
}

TEST(WrittenTime, OrdersHaveNames) {
  for (const char* name : {"", "dmy", "mdy", "ymd"})
    EXPECT_EQ(DateOrderName(*DateOrderNamed(name)), name);
  EXPECT_FALSE(DateOrderNamed("ydm"));
}

}  // namespace
}  // namespace northstar
