// Times as people and programs write them: ISO 8601 in its forms, dates with an English month,
// dates of three numbers whose order is known, or a number since 1970 or since 1899 as spreadsheets
// count. Pure functions of one text, thread safe; nothing here knows a zone, and a time without one
// is left as wall clock for the caller to place. It leaves out what has more than one reading
// ("03/04/2026" where no order is given), weeks and ordinal dates, abbreviations of zones but "Z"
// and "UTC".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace northstar {

// What a written time stands for: one instant, or the whole of a day, month or year.
// kMonth and kYear stand for their first day, kDay for its midnight.
enum class TimePrecision : uint8_t { kInstant, kDay, kMonth, kYear };

// The unit of a time that is written as a number. One cell alone is read by its digits (kByDigits);
// a column has one unit, which only all of its cells can tell. kSpreadsheetDays count from
// 1899-12-30, the time of day as a fraction, rounded to milliseconds, and are wall clock.
enum class EpochUnit : uint8_t { kByDigits, kSeconds, kMillis, kMicros, kNanos, kSpreadsheetDays };

// The order of day, month and year in a date of three numbers with / . or - between them. A year of
// two digits is one of 1969 to 2068.
enum class DateOrder : uint8_t { kUnknown, kDayMonthYear, kMonthDayYear, kYearMonthDay };

// "dmy", "mdy", "ymd"; empty for kUnknown. Nullopt for another name.
std::string_view DateOrderName(DateOrder order);
std::optional<DateOrder> DateOrderNamed(std::string_view name);

// ISO 8601 date and time, extended or basic, also a month or a year alone; or a number since 1970:
// seconds (up to 11 digits), milliseconds (to 14), microseconds (to 17), nanoseconds (to 19), with
// a fraction if need be. Digits that are both are a date: 20110131 is no second. 24:00 is the next
// midnight, second 60 the next minute. Behind a blank the time of day may be short, or of twelve
// hours: "2011-01-31 9", "2011-01-31 9:05 PM". A month may be a word: "31-Jan-2011", "Jan 31,
// 2011".
struct ParsedTime {
  // UTC when has_zone, else wall clock; microseconds since 1970, finer digits cut off.
  int64_t us = 0;
  // Numbers since 1970 have one: they are UTC by definition.
  bool has_zone = false;
  TimePrecision precision = TimePrecision::kInstant;
  // A number, not a date.
  bool number = false;
};
// Nullopt for what is no such time, for dates that do not exist (30 February) and for the empty
// text. Blanks around it do not count. `unit` only says how a number is read, `order` only how a
// date is that begins with a number of one or two digits, or is parted by slashes or points.
std::optional<ParsedTime> ParseTime(std::string_view text, EpochUnit unit = EpochUnit::kByDigits,
                                    DateOrder order = DateOrder::kUnknown);

// The unit that a number's digits speak for; kByDigits when they speak for none: what is not
// written as a number, and numbers below 1e8, which are early in 1970 in any unit.
EpochUnit UnitByDigits(std::string_view text);

}  // namespace northstar
