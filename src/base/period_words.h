// Periods as people write them: "week of Jun 22, 2026", "May 2026", "Q2 2026". In English, for
// answers and reports; machines get the label itself (PeriodGrid::Label). Nothing here knows a
// zone: labels are local already. Pure and thread safe; what cannot be read stays as it is, so that
// no text is lost.
#pragma once

#include <string>
#include <string_view>

#include "base/calendar.h"

namespace northstar {

// Of an ISO date or time: "Jun 22, 2026", with a time of day "Jun 22, 2026, 14:00" (minutes are the
// least). Text that is neither stays as it is.
std::string DateWords(std::string_view iso);
// Of the label of a period, which is its start: "week of Jun 22, 2026", "May 2026", "2026".
// Quarters and years that do not start with a calendar quarter or year have no name that all agree
// on: "quarter from Feb 1, 2026", "year from Apr 1, 2026".
std::string PeriodWords(Grain grain, std::string_view label);
// With the preposition it takes: "in the week of Jun 22, 2026", "in May 2026", "on Jun 22, 2026";
// hours "on Jun 22, 2026, 14:00".
std::string InPeriod(Grain grain, std::string_view label);
// "Jan" for 1. Static text. REQUIRES: 1 to 12.
std::string_view MonthName(int month);

}  // namespace northstar
