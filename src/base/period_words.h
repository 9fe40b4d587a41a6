// Periods as people write them: "the week of Jun 22", "May 2026", "Q2 2026".
#pragma once

#include <string>
#include <string_view>

#include "base/calendar.h"

namespace northstar {

// Of an ISO date or time; text that is neither stays as it is. Hours: "Jun 22, 2026, 14:00".
std::string DateWords(std::string_view iso);  // "Jun 22, 2026"
// Of the label of a period, which is its start: "week of Jun 22, 2026", "May 2026", "2026".
std::string PeriodWords(Grain grain, std::string_view label);
// With the preposition it takes: "in the week of Jun 22, 2026", "in May 2026", "on Jun 22, 2026".
std::string InPeriod(Grain grain, std::string_view label);
std::string_view MonthName(int month);  // 1 to 12: "Jan"

}  // namespace northstar
