#include "base/written_time.h"

#include <algorithm>
#include <cmath>
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

// "Z", "+02", "+0200", "+02:00"; nullopt when what stands there is no offset.
std::optional<int64_t> ParseOffset(Cursor& cursor) {
  cursor.Take(' ');
  if (cursor.Take('Z') || cursor.Take('z')) return 0;
  if (cursor.text.substr(cursor.at) == "UTC") {
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

std::optional<ParsedTime> ParseTime(std::string_view text, EpochUnit unit) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  if (unit == EpochUnit::kSpreadsheetDays) return ParseSpreadsheetDays(text);
  Cursor cursor{text};
  ParsedTime parsed;
  const auto date = ParseDate(cursor, parsed.precision);
  if (!date) return ParseEpoch(text, unit);
  parsed.us = *date * kMicrosPerDay;
  if (cursor.done()) return parsed;
  parsed.precision = TimePrecision::kInstant;

  if (!cursor.Take('T') && !cursor.Take(' ') && !cursor.Take('t')) return std::nullopt;
  const auto hour = cursor.Digits(2);
  const bool colons = cursor.Take(':');
  const auto minute = cursor.Digits(2);
  if (!hour || !minute || *hour > 24 || *minute > 59) return std::nullopt;
  int second = 0;
  int64_t fraction = 0;
  const bool more = colons ? cursor.Take(':') : cursor.AtDigit();
  if (more) {
    const auto read = cursor.Digits(2);
    if (!read || *read > 60) return std::nullopt;
    second = *read;
    if (cursor.Take('.') || cursor.Take(',')) {
      int64_t scale = kMicrosPerSecond;
      const size_t start = cursor.at;
      while (const auto digit = cursor.Digits(1)) {
        scale /= 10;
        fraction += *digit * scale;
      }
      if (cursor.at == start) return std::nullopt;
    }
  }
  if (*hour == 24 && (*minute > 0 || second > 0)) return std::nullopt;
  parsed.us += ((*hour * 60L + *minute) * 60 + second) * kMicrosPerSecond + fraction;
  if (cursor.done()) return parsed;
  const auto offset = ParseOffset(cursor);
  if (!offset || !cursor.done()) return std::nullopt;
  return ParsedTime{parsed.us - *offset, true};
}

}  // namespace northstar
