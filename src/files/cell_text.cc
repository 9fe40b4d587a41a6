#include "files/cell_text.h"

#include <fmt/format.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/calendar.h"
#include "base/text.h"

namespace northstar::files {
namespace {

constexpr int64_t kMsPerDay = 86'400'000;
constexpr double kMostDays = 3e6;  // beyond 9999 in every epoch; hours of durations stay exact
constexpr int64_t kFalseLeapDay = 60;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

std::string ClockText(int64_t ms) {
  std::string text =
      fmt::format("{:02}:{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60, ms / 1'000 % 60);
  if (ms % 1'000 != 0) {
    text += fmt::format(".{:03}", ms % 1'000);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

std::optional<Day> DayOfSerial(int64_t serial, Epoch epoch) {
  static const Day k1904 = DayOf({1904, 1, 1});
  static const Day before_1900 = DayOf({1899, 12, 31});
  static const Day last = DayOf({9999, 12, 31});
  std::optional<Day> day;
  if (epoch == Epoch::k1904) {
    day = k1904 + serial;
  } else if (serial > 0 && serial != kFalseLeapDay) {
    day = before_1900 + serial - (serial > kFalseLeapDay ? 1 : 0);
  }
  return day && *day <= last ? day : std::nullopt;
}

// The code point of "_xHHHH_" at `at`; nullopt where there is none.
std::optional<char16_t> EscapeAt(std::string_view text, size_t at) {
  if (text.size() < at + 7 || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_')
    return std::nullopt;
  unsigned value = 0;
  const char* end = text.data() + at + 6;
  const auto [stop, error] = std::from_chars(text.data() + at + 2, end, value, 16);
  if (error != std::errc() || stop != end) return std::nullopt;
  return static_cast<char16_t>(value);
}

void AppendUtf8(char32_t c, std::string& text) {
  const auto low = [&](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += {static_cast<char>(0xC0 | (c >> 6)), low(0)};
  } else if (c < 0x10000) {
    text += {static_cast<char>(0xE0 | (c >> 12)), low(6), low(0)};
  } else {
    text += {static_cast<char>(0xF0 | (c >> 18)), low(12), low(6), low(0)};
  }
}

}  // namespace

std::string NumberText(std::string_view written) {
  const std::string_view text = Trim(written);
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (!digits.empty() && std::all_of(digits.begin(), digits.end(), IsDigit))
    return std::string(text);
  const std::optional<double> value = ParseNumber(text);
  return value ? FormatNumber(*value) : std::string(written);
}

std::optional<std::string> SerialText(double days, NumberLook look, Epoch epoch) {
  if (look == NumberLook::kNumber || !(std::abs(days) < kMostDays)) return std::nullopt;
  const int64_t ms = std::llround(days * static_cast<double>(kMsPerDay));
  if (look == NumberLook::kDuration) return (ms < 0 ? "-" : "") + ClockText(std::abs(ms));
  if (ms < 0) return std::nullopt;
  // Before the first day there are only times of day; midnight itself is one where no day is shown.
  const bool has_day = ms >= kMsPerDay || (epoch == Epoch::k1904 && look != NumberLook::kTime);
  if (!has_day && (ms > 0 || look == NumberLook::kTime)) return ClockText(ms);
  const std::optional<Day> day = DayOfSerial(ms / kMsPerDay, epoch);
  if (!day) return std::nullopt;
  if (look == NumberLook::kDate && ms % kMsPerDay == 0) return FormatDay(*day);
  return FormatDay(*day) + " " + ClockText(ms % kMsPerDay);
}

std::string IsoTimeText(std::string_view iso) {
  std::string text(iso);
  if (text.ends_with('Z')) text.pop_back();
  if (text.size() > 10 && text[10] == 'T') text[10] = ' ';
  if (text.starts_with('T')) text.erase(0, 1);
  const size_t clock = text.find(' ') == std::string::npos ? 0 : text.find(' ') + 1;
  if (text.size() == clock + 5 && text[clock + 2] == ':') text += ":00";
  const size_t point = text.find('.', clock);
  if (point == std::string::npos) return text;
  if (text.size() > point + 4) text.resize(point + 4);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string IsoDurationText(std::string_view iso) {
  std::string_view rest = iso;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  if (!rest.starts_with('P')) return std::string(iso);
  rest.remove_prefix(1);
  double seconds = 0;
  bool in_time = false;
  while (!rest.empty()) {
    if (rest[0] == 'T') {
      in_time = true;
      rest.remove_prefix(1);
      continue;
    }
    const size_t unit = rest.find_first_not_of("0123456789.");
    if (unit == std::string_view::npos) return std::string(iso);
    const std::optional<double> value = ParseNumber(rest.substr(0, unit));
    const double of = !in_time && rest[unit] == 'D'  ? 86'400
                      : in_time && rest[unit] == 'H' ? 3'600
                      : in_time && rest[unit] == 'M' ? 60
                      : in_time && rest[unit] == 'S' ? 1
                                                     : 0;
    if (!value || of == 0) return std::string(iso);
    seconds += *value * of;
    rest.remove_prefix(unit + 1);
  }
  const std::optional<std::string> text =
      SerialText((negative ? -seconds : seconds) / 86'400, NumberLook::kDuration, Epoch::k1900);
  return text.value_or(std::string(iso));
}

std::string Unescaped(std::string_view text) {
  std::string plain;
  size_t at = 0;
  while (at < text.size()) {
    const std::optional<char16_t> unit = EscapeAt(text, at);
    if (!unit) {
      plain += text[at++];
      continue;
    }
    at += 7;
    char32_t c = *unit;
    const std::optional<char16_t> next = U16_IS_LEAD(c) ? EscapeAt(text, at) : std::nullopt;
    if (next && U16_IS_TRAIL(*next)) {
      c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(c, *next));
      at += 7;
    }
    if (c != 0) AppendUtf8(U_IS_SURROGATE(c) ? 0xFFFD : c, plain);
  }
  return plain;
}

}  // namespace northstar::files
