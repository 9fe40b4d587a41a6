#include "report/axis.h"

#include <gtest/gtest.h>

#include "base/calendar.h"

namespace northstar {
namespace {

std::string Joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " | ") + part;
  return out;
}

TEST(MakeValueAxis, TicksAreRoundAndHoldZero) {
  const ValueLook number;
  const ValueLook percent{.kind = ValueLook::Kind::kPercent};
  const ValueLook duration{.kind = ValueLook::Kind::kDuration};
  const ValueLook euro{.currency = "€"};
  const struct {
    double low, high;
    ValueLook look;
    bool free;
    const char* labels;
  } cases[] = {
      {0, 1613, number, false, "0 | 500 | 1,000 | 1,500 | 2,000"},
      {640, 700, number, false, "0 | 200 | 400 | 600 | 800"},
      {640, 700, number, true, "640 | 660 | 680 | 700"},
      {640, 2000, number, true, "0 | 500 | 1,000 | 1,500 | 2,000"},
      {-5, 5, number, false, "−6 | −4 | −2 | 0 | 2 | 4 | 6"},
      {-5, -2, number, false, "−5 | −4 | −3 | −2 | −1 | 0"},
      {0, 0, number, false, "0 | 0.2 | 0.4 | 0.6 | 0.8 | 1.0"},
      {0, 7, number, false, "0 | 2 | 4 | 6 | 8"},
      {0, 0.88, percent, false, "0% | 20% | 40% | 60% | 80% | 100%"},
      {0.871, 0.889, percent, true, "87.0% | 87.5% | 88.0% | 88.5% | 89.0%"},
      {0, 46'941, euro, false, "€0 | €10,000 | €20,000 | €30,000 | €40,000 | €50,000"},
      {0, 2.2e6, number, false, "0 | 0.5M | 1.0M | 1.5M | 2.0M | 2.5M"},
      {0, 90'000, duration, false,
       "0\u202fh | 5\u202fh | 10\u202fh | 15\u202fh | 20\u202fh | 25\u202fh"},
      {0, 1e308, number, false, ""},
  };
  for (const auto& one : cases) {
    const ValueAxis axis = MakeValueAxis(one.low, one.high, 4, one.look, one.free);
    if (one.labels[0] != '\0') {
      EXPECT_EQ(Joined(axis.labels), one.labels) << one.low << " to " << one.high;
    }
    EXPECT_LE(axis.low, std::min(one.low, 1e300));
    EXPECT_GE(axis.high, std::min(one.high, 1e300));
    ASSERT_EQ(axis.labels.size(), axis.ticks.size());
    EXPECT_LT(axis.ticks.size(), 9u);
  }
}

std::vector<std::string> Days(const char* first, int step, int count) {
  std::vector<std::string> labels;
  for (int i = 0; i < count; ++i) labels.push_back(FormatDay(*ParseDay(first) + i * step));
  return labels;
}

std::vector<std::string> Months(int year, int month, int count) {
  std::vector<std::string> labels;
  for (int i = 0; i < count; ++i, ++month)
    labels.push_back(FormatDay(DayOf({year + (month - 1) / 12, (month - 1) % 12 + 1, 1})));
  return labels;
}

TEST(TimeTicks, StandAtStartsOfCalendarPeriods) {
  const struct {
    const char* what;
    std::vector<std::string> labels;
    const char* ticks;  // years in bold, which is written *so*
  } cases[] = {
      {"weeks of two years: half-years", Days("2024-07-01", 7, 104),
       "*Jul 2024* | *2025* | Jul | *2026*"},
      {"weeks of a year: quarters", Days("2025-03-03", 7, 60),
       "*Apr 2025* | Jul | Oct | *2026* | Apr"},
      {"weeks of a quarter: months", Days("2026-03-30", 7, 13), "*Apr 2026* | May | Jun"},
      {"days of a month: weeks", Days("2026-06-01", 1, 30),
       "*Jun 1, 2026* | Jun 8 | Jun 15 | Jun 22 | Jun 29"},
      {"months: the first is one", Months(2023, 1, 42),
       "*2023* | Jul | *2024* | Jul | *2025* | Jul | *2026*"},
      {"quarters of twelve years",
       [] {
         std::vector<std::string> all;
         for (const std::string& month : Months(2010, 1, 144)) {
           if (month[6] == '1' || month[6] == '4' || month[6] == '7') {
             if (month.substr(5, 2) != "11") all.push_back(month);
           }
         }
         return all;
       }(),
       "*2010* | *2012* | *2014* | *2016* | *2018* | *2020*"},
      {"one point", {"2026-06-22"}, "2026-06-22"},
      {"no dates at all", {"a", "b", "c"}, "a | b | c"},
  };
  for (const auto& one : cases) {
    std::vector<std::string> found;
    for (const TimeTick& tick : TimeTicks(one.labels, 7))
      found.push_back(tick.year ? "*" + tick.text + "*" : tick.text);
    EXPECT_EQ(Joined(found), one.ticks) << one.what;
  }
}

TEST(TimeTicks, HoursCarryTheirDay) {
  std::vector<std::string> labels;
  for (int hour = 0; hour < 24; ++hour)
    labels.push_back("2026-06-22T" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) +
                     ":00");
  std::vector<std::string> found;
  for (const TimeTick& tick : TimeTicks(labels, 7)) found.push_back(tick.text);
  EXPECT_EQ(Joined(found), "Jun 22, 2026 | 06:00 | 12:00 | 18:00");
}

}  // namespace
}  // namespace northstar
