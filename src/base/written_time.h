// Times as people and programs write them: ISO 8601 in its forms, or a number since 1970 or since
// 1899 as spreadsheets count. Pure functions of one text; nothing here knows a zone.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace northstar {

// What a written time stands for: one instant, or the whole of a day, month or year.
enum class TimePrecision : uint8_t { kInstant, kDay, kMonth, kYear };

// The unit of a time that is written as a number. One cell alone is read by its digits; a column
// has one unit, which only all of its cells can tell.
enum class EpochUnit : uint8_t { kByDigits, kSeconds, kMillis, kMicros, kNanos, kSpreadsheetDays };

// ISO 8601 date and time, extended or basic, also a month or a year alone; or a number since 1970:
// seconds (up to 11 digits), milliseconds (to 14), microseconds (to 17), nanoseconds (to 19).
// Digits that are both are a date: 20110131 is no second.
struct ParsedTime {
  int64_t us = 0;  // UTC when has_zone, else wall clock
  bool has_zone = false;
  TimePrecision precision = TimePrecision::kInstant;
  bool number = false;  // a number, not a date
};
std::optional<ParsedTime> ParseTime(std::string_view text, EpochUnit unit = EpochUnit::kByDigits);

// The unit that a number's digits speak for; kByDigits when they speak for none: what is not
// written as a number, and numbers below 1e8, which are early in 1970 in any unit.
EpochUnit UnitByDigits(std::string_view text);

}  // namespace northstar
