// An instant as people of a place say it: in answers and reports times are local, without a zone;
// machines get UTC (FormatInstant). Pure and thread safe.
#pragma once

#include <cstdint>
#include <string>

#include "base/calendar.h"

namespace northstar {

// "Jul 1, 2026, 14:05"; at local midnight the day alone: "Jul 1, 2026".
std::string LocalTimeWords(const Calendar& calendar, int64_t utc_us);

}  // namespace northstar
