#include "base/week_time.h"

#include <algorithm>
#include <array>

namespace northstar {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr int64_t kMinuteUs = 60'000'000;

// Two digits, up to `most`.
std::optional<int> TwoDigits(std::string_view text, int most) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 2 || !digit(text[0]) || !digit(text[1])) return std::nullopt;
  const int value = (text[0] - '0') * 10 + (text[1] - '0');
  return value <= most ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<WeekTime> ParseWeekTime(std::string_view text) {
  const size_t space = text.find(' ');
  if (space == text.npos) return std::nullopt;
  const auto day = std::find(kWeekdays.begin(), kWeekdays.end(), text.substr(0, space));
  const std::string_view time = text.substr(space + 1);
  if (day == kWeekdays.end() || time.size() != 5 || time[2] != ':') return std::nullopt;
  const auto hour = TwoDigits(time.substr(0, 2), 23), minute = TwoDigits(time.substr(3), 59);
  if (!hour || !minute) return std::nullopt;
  return WeekTime{static_cast<Weekday>(day - kWeekdays.begin()), *hour * 60 + *minute};
}

int64_t LastTimeOf(const WeekTime& time, const Calendar& calendar, int64_t now_us) {
  // A day more than today, for near a change of the clock the instant may lie on the next one.
  Day day = calendar.LocalDay(now_us) + 1;
  while (true) {
    if (WeekdayOf(day) == time.weekday) {
      const int64_t local_us = day * kMicrosPerDay + time.minute * kMinuteUs;
      const int64_t at_us = calendar.zone().FromLocal(local_us).utc_us;
      if (at_us <= now_us) return at_us;
    }
    --day;
  }
}

}  // namespace northstar
