// The time that an OKR is set for, as people write it: "2026-Q3", "2026-H1", "2026", "2026-07", one
// day, or "2026-07-06..2026-08-16". Pure and thread safe.
// Years, halves and quarters start in the project's first month; a year that does not start in
// January is named for the calendar year in which it starts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.h"

namespace northstar {

// Local days, both included; first <= last.
struct LocalDays {
  Day first = 0, last = 0;

  bool Holds(Day day) const { return first <= day && day <= last; }
  Day length() const { return last - first + 1; }
  bool operator==(const LocalDays&) const = default;
};

// What DaysOfPeriod takes, for messages: "a period such as …".
inline constexpr std::string_view kPeriodsOfOkrs =
    "a period such as 2026-Q3, 2026-H1, 2026, 2026-07 or 2026-07-06..2026-08-16";

// Capitals and blanks around it do not count. Nullopt for anything else: whether a text can be read
// does not depend on the calendar.
std::optional<LocalDays> DaysOfPeriod(std::string_view text, const Calendar& calendar);

// "2026-Q3", as DaysOfPeriod reads it, and the days of that quarter.
struct NamedQuarter {
  std::string name;
  LocalDays days;
  bool operator==(const NamedQuarter&) const = default;
};
NamedQuarter QuarterOf(Day day, const Calendar& calendar);

}  // namespace northstar
