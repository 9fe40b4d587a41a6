// The time column of a file: dates, months (2020-01), years, fractions of years (1949.25, as R
// writes time series), or plain row numbers; and which cells beside it hold no value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"

namespace northstar {

struct TimeColumn {
  std::vector<Day> days;
  Grain grain = Grain::kMonth;
  std::string note;
};

// kData: a text that is no time, or numbers and dates mixed.
Result<TimeColumn> ReadTimes(const std::string& file, const std::vector<std::string>& times);
// Whether a text could be a fraction of a year or a row number, rather than a date.
bool IsPlainNumber(const std::string& text);

// Whether a cell says that there is no value: empty, NA, NaN, null.
bool IsMissing(std::string_view text);

}  // namespace northstar
