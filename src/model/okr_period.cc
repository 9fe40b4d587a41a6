#include "model/okr_period.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "base/text.h"

namespace northstar {
namespace {

constexpr int kMonths = 12;

// "07" as 7; nullopt for what is not a month in two digits.
std::optional<int> ReadMonth(std::string_view text) {
  if (text.size() != 2 || !std::isdigit(static_cast<unsigned char>(text[0])) ||
      !std::isdigit(static_cast<unsigned char>(text[1])))
    return std::nullopt;
  const int month = (text[0] - '0') * 10 + (text[1] - '0');
  return month >= 1 && month <= kMonths ? std::optional(month) : std::nullopt;
}

std::optional<int> ReadYear(std::string_view text) {
  if (text.size() != 4 ||
      !std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
    return std::nullopt;
  return std::stoi(std::string(text));
}

// So many months from a month of a year on, which may count beyond 12.
LocalDays Months(int year, int month, int months) {
  const auto start = [&](int from) {
    return DayOf({year + (from - 1) / kMonths, (from - 1) % kMonths + 1, 1});
  };
  return {start(month), start(month + months) - 1};
}

// The `part`-th of a year's `parts`: a half, a quarter.
std::optional<LocalDays> PartOfYear(int year, char part, int parts, const Calendar& calendar) {
  const int index = part - '1';
  if (index < 0 || index >= parts) return std::nullopt;
  const int months = kMonths / parts;
  return Months(year, calendar.first_month_of_year() + index * months, months);
}

std::optional<LocalDays> RangeOfDays(std::string_view from, std::string_view to) {
  const auto first = ParseDay(Trim(from));
  const auto last = ParseDay(Trim(to));
  if (!first || !last || *last < *first) return std::nullopt;
  return LocalDays{*first, *last};
}

}  // namespace

std::optional<LocalDays> DaysOfPeriod(std::string_view text, const Calendar& calendar) {
  text = Trim(text);
  if (const size_t dots = text.find(".."); dots != std::string_view::npos)
    return RangeOfDays(text.substr(0, dots), text.substr(dots + 2));
  if (const auto day = ParseDay(text)) return LocalDays{*day, *day};
  const auto year = ReadYear(text.substr(0, 4));
  if (!year) return std::nullopt;
  if (text.size() == 4) return Months(*year, calendar.first_month_of_year(), kMonths);
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  if (text[5] == 'Q' || text[5] == 'q') return PartOfYear(*year, text[6], 4, calendar);
  if (text[5] == 'H' || text[5] == 'h') return PartOfYear(*year, text[6], 2, calendar);
  const auto month = ReadMonth(text.substr(5));
  return month ? std::optional(Months(*year, *month, 1)) : std::nullopt;
}

NamedQuarter QuarterOf(Day day, const Calendar& calendar) {
  const Day first = calendar.PeriodStart(Grain::kQuarter, day);
  const CivilDate start = CivilOf(first);
  const CivilDate year = CivilOf(calendar.PeriodStart(Grain::kYear, day));
  const int months = 12 * (start.year - year.year) + start.month - year.month;
  return {fmt::format("{}-Q{}", year.year, months / 3 + 1),
          {first, calendar.NextPeriod(Grain::kQuarter, first) - 1}};
}

}  // namespace northstar
