// The calendar where calendars go wrong: week starts, long years, clock changes, skipped days.
#include "base/calendar.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace northstar {
namespace {

Calendar Of(const std::string& zone, Weekday first = Weekday::kMonday, int month = 1) {
  auto loaded = TimeZone::Load(zone);
  EXPECT_TRUE(loaded.ok()) << zone;
  return {std::move(*loaded), first, month};
}

int64_t At(const std::string& text) {
  return ParseTime(text)->us;
}

TEST(Calendar, PeriodStarts) {
  struct Case {
    Grain grain;
    Weekday first;
    int month;
    const char* day;
    const char* start;
    const char* next;
  };
  const Case cases[] = {
      {Grain::kWeek, Weekday::kMonday, 1, "2021-01-03", "2020-12-28", "2021-01-04"},
      {Grain::kWeek, Weekday::kSunday, 1, "2021-01-03", "2021-01-03", "2021-01-10"},
      {Grain::kWeek, Weekday::kSaturday, 1, "2021-01-03", "2021-01-02", "2021-01-09"},
      {Grain::kMonth, Weekday::kMonday, 1, "2024-02-29", "2024-02-01", "2024-03-01"},
      {Grain::kQuarter, Weekday::kMonday, 1, "2024-05-15", "2024-04-01", "2024-07-01"},
      {Grain::kQuarter, Weekday::kMonday, 2, "2024-01-15", "2023-11-01", "2024-02-01"},
      {Grain::kYear, Weekday::kMonday, 4, "2024-03-31", "2023-04-01", "2024-04-01"},
      {Grain::kYear, Weekday::kMonday, 4, "2024-04-01", "2024-04-01", "2025-04-01"},
  };
  for (const Case& c : cases) {
    const Calendar calendar = Of("UTC", c.first, c.month);
    const Day start = calendar.PeriodStart(c.grain, *ParseDay(c.day));
    EXPECT_EQ(FormatDay(start), c.start) << c.day;
    EXPECT_EQ(FormatDay(calendar.NextPeriod(c.grain, start)), c.next) << c.day;
  }
}

TEST(Calendar, DaysAreAsLongAsTheClockSays) {
  struct Case {
    const char* zone;
    const char* day;
    int hours;
  };
  const Case cases[] = {
      {"Europe/London", "2024-03-31", 23},    {"Europe/London", "2024-10-27", 25},
      {"Pacific/Auckland", "2024-04-07", 25}, {"Asia/Kolkata", "2024-03-31", 24},
      {"America/Havana", "2024-03-10", 23},   {"Australia/Lord_Howe", "2024-04-07", 24}};
  for (const Case& c : cases) {
    const Calendar calendar = Of(c.zone);
    const Day day = *ParseDay(c.day);
    const int64_t length = calendar.DayStart(day + 1) - calendar.DayStart(day);
    EXPECT_EQ(length / kMicrosPerHour, c.hours) << c.zone << " " << c.day;
  }
}

TEST(Calendar, TheDayThatApiaSkippedIsNoPeriod) {
  const Calendar apia = Of("Pacific/Apia");
  const PeriodGrid grid =
      apia.Grid(Grain::kDay, At("2011-12-29T12:00:00Z"), At("2011-12-31T12:00:00Z"));
  std::vector<std::string> labels;
  for (int p = 0; p < grid.size(); ++p) labels.push_back(grid.Label(p));
  EXPECT_EQ(labels, (std::vector<std::string>{"2011-12-29", "2011-12-31", "2012-01-01"}));
}

TEST(PeriodGrid, KnowsTheDayAfterASkippedOne) {
  const PeriodGrid grid =
      Of("Pacific/Apia").Grid(Grain::kDay, At("2011-12-20T12:00:00Z"), At("2012-01-10T12:00:00Z"));
  for (int p = 0; p < grid.size(); ++p) EXPECT_EQ(grid.IndexOfDay(grid.start_day(p)), p);
  EXPECT_EQ(grid.IndexOfDay(*ParseDay("2011-12-30")), grid.IndexOfDay(*ParseDay("2011-12-31")));
  EXPECT_EQ(grid.IndexOfDay(grid.start_day(0) - 3), -3);
  EXPECT_EQ(grid.IndexOfDay(grid.start_day(grid.size() - 1) + 2), grid.size() + 1);
}

// The table look-up against a search through the bounds.
TEST(PeriodGrid, FindsWhatASearchFinds) {
  Random random(11);
  for (const char* zone : {"UTC", "Europe/London", "Pacific/Apia", "Asia/Kathmandu"}) {
    const Calendar calendar = Of(zone, Weekday::kSunday, 3);
    for (const Grain grain : kAllGrains) {
      const PeriodGrid grid =
          calendar.Grid(grain, At("2011-10-01T00:00:00Z"), At("2012-12-31T00:00:00Z"));
      for (int i = 0; i < 3000; ++i) {
        const int64_t span = grid.end_us() - grid.begin_us();
        int64_t at = grid.begin_us() - span / 10 +
                     static_cast<int64_t>(random.Below(static_cast<uint64_t>(span / 5 * 6)));
        if (i % 3 == 0) at = grid.bounds()[random.Below(grid.bounds().size())] - (i % 2);
        const auto above = std::upper_bound(grid.bounds().begin(), grid.bounds().end(), at);
        const bool outside = at < grid.begin_us() || at >= grid.end_us();
        const auto expected = outside ? -1 : above - grid.bounds().begin() - 1;
        ASSERT_EQ(grid.IndexOf(at), expected) << zone << " " << GrainName(grain) << " " << at;
      }
    }
  }
}

TEST(ParseTime, EveryFormAndNoOther) {
  const std::pair<const char*, const char*> same[] = {
      {"2024-01-05T10:00:00Z", "2024-01-05T10:00:00Z"},
      {"2024-01-05 12:00:00+02", "2024-01-05T10:00:00Z"},
      {"20240105T100000Z", "2024-01-05T10:00:00Z"},
      {"2024-01-05T10:00Z", "2024-01-05T10:00:00Z"},
      {"2024-01-05T10:00:00.250Z", "2024-01-05T10:00:00.250000Z"},
      {"1704448800", "2024-01-05T10:00:00Z"},
      {"1704448800000", "2024-01-05T10:00:00Z"},
      {"1704448800.25", "2024-01-05T10:00:00.250000Z"},
      {"20240105", "2024-01-05T00:00:00Z"},
      {"2024-01", "2024-01-01T00:00:00Z"},
      {"2024", "2024-01-01T00:00:00Z"}};
  for (const auto& [text, instant] : same) {
    const auto parsed = ParseTime(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(FormatInstant(parsed->us), instant) << text;
  }
  for (const char* text : {"", "2024-02-30", "2024-13-01", "05.01.2024", "2024-01-05T25:00:00Z",
                           "2024-01-05T10:61:00Z", "yesterday", "2024-01-05T10", "1e9", "--5"})
    EXPECT_FALSE(ParseTime(text)) << text;
}

}  // namespace
}  // namespace northstar
