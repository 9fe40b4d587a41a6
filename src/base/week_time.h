// A time of the week, as people set one: "monday 09:00", by the wall clock of a calendar's zone.
// It leaves out several times a week, and dates. Pure; thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/calendar.h"

namespace northstar {

struct WeekTime {
  Weekday weekday = Weekday::kMonday;
  // Of the day, 0 to 1439.
  int minute = 0;
  bool operator==(const WeekTime&) const = default;
};
// A weekday in English and in lower case, a space, and hours and minutes of two digits each;
// nullopt for anything else.
std::optional<WeekTime> ParseWeekTime(std::string_view text);

// The last instant at or before `now_us` at which it was that time; UTC microseconds. A time that
// the clock jumps over counts as time_zone.h reads it.
int64_t LastTimeOf(const WeekTime& time, const Calendar& calendar, int64_t now_us);

}  // namespace northstar
