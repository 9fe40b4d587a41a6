#include "base/written_time.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <string>

#include "base/calendar.h"
#include "base/text.h"

namespace northstar {
namespace {

struct Cursor {
  std::string_view text;
  size_t at = 0;

  std::optional<int> Digits(int count) {
    int value = 0;
    if (at + static_cast<size_t>(count) > text.size()) return std::nullopt;
    for (int i = 0; i < count; ++i) {
      const char c = text[at + static_cast<size_t>(i)];
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    at += static_cast<size_t>(count);
    return value;
  }
  bool Take(char c) {
    if (at >= text.size() || text[at] != c) return false;
    ++at;
    return true;
  }
  bool done() const { return at == text.size(); }
  bool AtDigit() const { return !done() && text[at] >= '0' && text[at] <= '9'; }
};

// "2011-01-31", "20110131", "2011-01", "2011"; a month or a year stands for its first day. Nullopt
// for what is no date that exists; eight digits that are none may still be epoch seconds.
std::optional<Day> ParseDate(Cursor& cursor, TimePrecision& precision) {
  precision = TimePrecision::kYear;
  const auto year = cursor.Digits(4);
  if (!year) return std::nullopt;
  if (cursor.done()) return DayOf({*year, 1, 1});
  const bool dashes = cursor.Take('-');
  const auto month = cursor.Digits(2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  precision = TimePrecision::kMonth;
  if (dashes && cursor.done()) return DayOf({*year, *month, 1});
  if (dashes && !cursor.Take('-')) return std::nullopt;
  const auto day = cursor.Digits(2);
  if (!day || *day < 1 || *day > 31) return std::nullopt;
  if (!dashes && !cursor.done() && cursor.text[cursor.at] != 'T') return std::nullopt;
  const Day date = DayOf({*year, *month, *day});
  if (CivilOf(date).day != *day) return std::nullopt;  // 30 February
  precision = TimePrecision::kDay;
  return date;
}

constexpr std::string_view kOrders[] = {"", "dmy", "mdy", "ymd"};
constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};

std::optional<Day> ExistingDay(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const Day date = DayOf({year, month, day});
  if (CivilOf(date).day != day) return std::nullopt;  // 30 February
  return date;
}

struct SomeDigits {
  int value = 0, digits = 0;
};
// One to four digits.
std::optional<SomeDigits> TakeDigits(Cursor& cursor) {
  SomeDigits number;
  while (cursor.AtDigit() && number.digits < 5) {
    number.value = number.value * 10 + *cursor.Digits(1);
    ++number.digits;
  }
  if (number.digits < 1 || number.digits > 4) return std::nullopt;
  return number;
}

std::optional<int> YearOf(const SomeDigits& number) {
  if (number.digits == 4) return number.value;
  if (number.digits != 2) return std::nullopt;
  return number.value + (number.value < 69 ? 2000 : 1900);
}

// "31/12/2012", "31.12.12", "2012/12/31". Four digits in front are a year in any order.
std::optional<Day> ParseOrderedDate(Cursor& cursor, DateOrder order) {
  SomeDigits parts[3];
  char sign = 0;
  for (int i = 0; i < 3; ++i) {
    if (i > 0) {
      if (cursor.done() || (sign != 0 && cursor.text[cursor.at] != sign)) return std::nullopt;
      sign = cursor.text[cursor.at];
      if (sign != '/' && sign != '.' && sign != '-') return std::nullopt;
      ++cursor.at;
    }
    const auto number = TakeDigits(cursor);
    if (!number) return std::nullopt;
    parts[i] = *number;
  }
  cursor.Take('.');  // "31.12.2012." of some countries
  const bool year_first = parts[0].digits == 4 || order == DateOrder::kYearMonthDay;
  // ISO 8601 has two digits each, so "2011-1-3" is none.
  if (order == DateOrder::kUnknown && (!year_first || sign == '-')) return std::nullopt;
  const bool day_first = order == DateOrder::kDayMonthYear;
  const auto year = YearOf(parts[year_first ? 0 : 2]);
  const SomeDigits& month = parts[year_first || day_first ? 1 : 0];
  const SomeDigits& day = parts[year_first ? 2 : day_first ? 0 : 1];
  if (!year || month.digits > 2 || day.digits > 2) return std::nullopt;
  return ExistingDay(*year, month.value, day.value);
}

// The month that a word of at least three letters begins: "Jan", "sept", "December".
std::optional<int> TakeMonth(Cursor& cursor) {
  std::string word;
  while (!cursor.done() && std::isalpha(static_cast<unsigned char>(cursor.text[cursor.at])) != 0)
    word += static_cast<char>(std::tolower(static_cast<unsigned char>(cursor.text[cursor.at++])));
  if (word.size() < 3) return std::nullopt;
  cursor.Take('.');
  for (size_t i = 0; i < std::size(kMonths); ++i) {
    if (kMonths[i].starts_with(word)) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

void TakeBetween(Cursor& cursor) {
  cursor.Take(',');
  if (!cursor.Take(' ') && !cursor.Take('-')) cursor.Take('/');
}

// "Sat, ", "Saturday ": what a date may begin with.
void SkipWeekday(std::string_view& text) {
  static constexpr std::string_view kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                               "friday", "saturday", "sunday"};
  const size_t end = text.find_first_of(", ");
  if (end < 3 || end > 9 || !std::isalpha(static_cast<unsigned char>(text[0]))) return;
  std::string word;
  for (const char c : text.substr(0, end))
    word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const bool weekday = std::any_of(std::begin(kDays), std::end(kDays), [&](std::string_view day) {
    return day == word || (word.size() <= 4 && day.starts_with(word));
  });
  if (weekday) text.remove_prefix(std::min(text.find_first_not_of(", ", end), text.size()));
}

// "Feb 17 04:59:43 +0000 2024", as C's ctime and some services write it, with the year where the
// others have it.
std::string WithYearInFront(std::string_view text) {
  const size_t last = text.rfind(' ');
  const size_t colon = text.find(':');
  const bool year = last != std::string_view::npos && colon < last && text.size() - last == 5 &&
                    text.find_first_not_of("0123456789", last + 1) == std::string_view::npos;
  const size_t clock = year ? text.rfind(' ', colon) : 0;
  if (clock == 0 || clock == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, clock)) + std::string(text.substr(last)) +
         std::string(text.substr(clock, last - clock));
}

// "31-Jan-2011", "31 January 2011", "Jan 31, 2011", "31/Jan/11".
std::optional<Day> ParseWordyDate(Cursor& cursor) {
  const bool month_first = !cursor.AtDigit();
  std::optional<SomeDigits> day;
  if (!month_first) {
    day = TakeDigits(cursor);
    if (!day) return std::nullopt;
    cursor.Take('.');
    TakeBetween(cursor);
  }
  const auto month = TakeMonth(cursor);
  if (!month) return std::nullopt;
  TakeBetween(cursor);
  if (month_first) {
    day = TakeDigits(cursor);
    if (!day) return std::nullopt;
    TakeBetween(cursor);
  }
  const auto number = TakeDigits(cursor);
  const auto year = number ? YearOf(*number) : std::nullopt;
  if (!year || day->digits > 2) return std::nullopt;
  return ExistingDay(*year, *month, day->value);
}

// Digits before the point; nullopt for what is no plain decimal number.
std::optional<size_t> WholeDigits(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t whole = std::min(text.find('.'), text.size());
  const std::string_view rest = text.substr(whole);
  if (whole == 0 || text.substr(0, whole).find_first_not_of("0123456789") != std::string::npos ||
      (!rest.empty() && rest.substr(1).find_first_not_of("0123456789") != std::string::npos))
    return std::nullopt;
  return whole;
}

EpochUnit UnitOfDigits(size_t digits) {
  return digits <= 11   ? EpochUnit::kSeconds
         : digits <= 14 ? EpochUnit::kMillis
         : digits <= 17 ? EpochUnit::kMicros
                        : EpochUnit::kNanos;
}

// Spreadsheets count days from 1899-12-30, the time of day as a fraction; rounded to milliseconds.
std::optional<ParsedTime> ParseSpreadsheetDays(std::string_view text) {
  constexpr double kFirst = 1;
  constexpr double kLast = 2'958'466;  // the end of 9999
  constexpr Day kDay1970 = 25'569;
  const auto days = ParseNumber(text);
  if (!days || *days < kFirst || *days >= kLast) return std::nullopt;
  const double whole = std::floor(*days);
  const int64_t ms = std::llround((*days - whole) * 86'400'000.0);
  const TimePrecision precision = ms == 0 ? TimePrecision::kDay : TimePrecision::kInstant;
  return ParsedTime{(static_cast<int64_t>(whole) - kDay1970) * kMicrosPerDay + ms * 1000, false,
                    precision, true};
}

std::optional<ParsedTime> ParseEpoch(std::string_view text, EpochUnit unit) {
  const auto digits = WholeDigits(text);
  if (!digits || *digits > 19) return std::nullopt;
  if (unit == EpochUnit::kByDigits) unit = UnitOfDigits(*digits);
  const bool negative = text[0] == '-';
  if (negative) text.remove_prefix(1);
  uint64_t value = 0;
  for (const char c : text.substr(0, *digits)) value = value * 10 + static_cast<uint64_t>(c - '0');
  uint64_t scale = unit == EpochUnit::kSeconds  ? kMicrosPerSecond
                   : unit == EpochUnit::kMillis ? 1000
                                                : 1;
  if (unit == EpochUnit::kNanos) value /= 1000;
  constexpr uint64_t kBeyond = 400'000'000'000'000'000;  // far after the year 9999
  if (value > kBeyond / scale) return std::nullopt;
  auto us = static_cast<int64_t>(value * scale);
  if (unit != EpochUnit::kNanos && *digits < text.size()) {
    for (const char c : text.substr(*digits + 1)) {
      scale /= 10;
      us += static_cast<int64_t>(scale) * (c - '0');
    }
  }
  return ParsedTime{negative ? -us : us, true, TimePrecision::kInstant, true};
}

// The digits behind the point of a second, as microseconds; the cursor stands behind the point.
std::optional<int64_t> TakeFraction(Cursor& cursor) {
  int64_t fraction = 0;
  int64_t scale = kMicrosPerSecond;
  const size_t start = cursor.at;
  while (const auto digit = cursor.Digits(1)) {
    scale /= 10;
    fraction += *digit * scale;
  }
  if (cursor.at == start) return std::nullopt;
  return fraction;
}

// "AM", "p.m.", with or without a blank before: hours to add; nullopt where there is none.
std::optional<int> TakeHalfOfDay(Cursor& cursor) {
  const size_t start = cursor.at;
  cursor.Take(' ');
  const bool morning = cursor.Take('A') || cursor.Take('a');
  const bool evening = !morning && (cursor.Take('P') || cursor.Take('p'));
  cursor.Take('.');
  if ((morning || evening) && (cursor.Take('M') || cursor.Take('m'))) {
    cursor.Take('.');
    return evening ? 12 : 0;
  }
  cursor.at = start;
  return std::nullopt;
}

// "T10:00", "T1000", " 10:00:00.5", " 9", " 9:05 PM", ", 9:05": microseconds since midnight.
std::optional<int64_t> ParseTimeOfDay(Cursor& cursor) {
  const bool strict = cursor.Take('T') || cursor.Take('t');
  if (!strict) {
    cursor.Take(',');
    if (!cursor.Take(' ')) return std::nullopt;
  }
  const size_t start = cursor.at;
  auto hour = cursor.Digits(2);
  if (!hour && !strict) hour = cursor.Digits(1);
  if (!hour || *hour > 24) return std::nullopt;
  int minute = 0;
  int second = 0;
  int64_t fraction = 0;
  const bool colons = cursor.Take(':');
  if (colons || (cursor.AtDigit() && cursor.at == start + 2)) {
    const auto read = cursor.Digits(2);
    if (!read || *read > 59) return std::nullopt;
    minute = *read;
    if (colons ? cursor.Take(':') : cursor.AtDigit()) {
      const auto seconds = cursor.Digits(2);
      if (!seconds || *seconds > 60) return std::nullopt;
      second = *seconds;
      if (cursor.Take('.') || cursor.Take(',')) {
        const auto read_fraction = TakeFraction(cursor);
        if (!read_fraction) return std::nullopt;
        fraction = *read_fraction;
      }
    }
  } else if (strict) {
    return std::nullopt;
  }
  if (*hour == 24 && (minute > 0 || second > 0)) return std::nullopt;
  if (const auto half = TakeHalfOfDay(cursor)) {
    if (*hour < 1 || *hour > 12) return std::nullopt;
    hour = *hour % 12 + *half;
  }
  return ((*hour * 60L + minute) * 60 + second) * kMicrosPerSecond + fraction;
}

// "Z", "+02", "+0200", "+02:00"; nullopt when what stands there is no offset.
std::optional<int64_t> ParseOffset(Cursor& cursor) {
  cursor.Take(' ');
  if (cursor.Take('Z') || cursor.Take('z')) return 0;
  if (cursor.text.substr(cursor.at) == "UTC" || cursor.text.substr(cursor.at) == "GMT") {
    cursor.at += 3;
    return 0;
  }
  const int sign = cursor.Take('+') ? 1 : cursor.Take('-') ? -1 : 0;
  if (sign == 0) return std::nullopt;
  const auto hours = cursor.Digits(2);
  if (!hours || *hours > 15) return std::nullopt;
  int minutes = 0;
  if (!cursor.done()) {
    cursor.Take(':');
    const auto read = cursor.Digits(2);
    if (!read || *read > 59) return std::nullopt;
    minutes = *read;
  }
  return sign * (*hours * 60 + minutes) * 60 * kMicrosPerSecond;
}

}  // namespace

EpochUnit UnitByDigits(std::string_view text) {
  const std::string_view number = Trim(text);
  Cursor cursor{number};
  TimePrecision ignored = TimePrecision::kDay;
  if (ParseDate(cursor, ignored)) return EpochUnit::kByDigits;
  const auto digits = WholeDigits(number);
  const bool tells = digits && *digits >= 9 && *digits <= 19;
  return tells ? UnitOfDigits(*digits) : EpochUnit::kByDigits;
}

std::string_view DateOrderName(DateOrder order) {
  return kOrders[static_cast<size_t>(order)];
}

std::optional<DateOrder> DateOrderNamed(std::string_view name) {
  const auto* const found = std::find(std::begin(kOrders), std::end(kOrders), name);
  if (found == std::end(kOrders)) return std::nullopt;
  return static_cast<DateOrder>(found - std::begin(kOrders));
}

std::optional<ParsedTime> ParseTime(std::string_view text, EpochUnit unit, DateOrder order) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  if (unit == EpochUnit::kSpreadsheetDays) return ParseSpreadsheetDays(text);
  std::string reordered;
  if (std::isalpha(static_cast<unsigned char>(text[0])) != 0) {
    SkipWeekday(text);
    reordered = WithYearInFront(text);
    text = reordered;
    if (text.empty()) return std::nullopt;
  }
  Cursor cursor{text};
  ParsedTime parsed;
  auto date = ParseDate(cursor, parsed.precision);
  if (!date) {
    if (auto epoch = ParseEpoch(text, unit)) return epoch;
    cursor.at = 0;
    date = ParseWordyDate(cursor);
    if (!date) {
      cursor.at = 0;
      date = ParseOrderedDate(cursor, order);
    }
    if (!date) return std::nullopt;
    parsed.precision = TimePrecision::kDay;
  }
  parsed.us = *date * kMicrosPerDay;
  if (cursor.done()) return parsed;
  parsed.precision = TimePrecision::kInstant;
  const auto of_day = ParseTimeOfDay(cursor);
  if (!of_day) return std::nullopt;
  parsed.us += *of_day;
  if (cursor.done()) return parsed;
  const auto offset = ParseOffset(cursor);
  if (!offset || !cursor.done()) return std::nullopt;
  return ParsedTime{parsed.us - *offset, true};
}

}  // namespace northstar
