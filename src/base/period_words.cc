#include "base/period_words.h"

#include <fmt/format.h>

namespace northstar {

std::string_view MonthName(int month) {
  static constexpr std::string_view kNames[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return kNames[month - 1];
}

std::string DateWords(std::string_view iso) {
  const auto day = ParseDay(iso.substr(0, 10));
  if (!day) return std::string(iso);
  const CivilDate date = CivilOf(*day);
  std::string words = fmt::format("{} {}, {}", MonthName(date.month), date.day, date.year);
  if (iso.size() >= 16 && iso[10] == 'T') words += fmt::format(", {}", iso.substr(11, 5));
  return words;
}

std::string PeriodWords(Grain grain, std::string_view label) {
  const auto day = ParseDay(label.substr(0, 10));
  if (!day) return std::string(label);
  const CivilDate date = CivilOf(*day);
  switch (grain) {
    case Grain::kHour:
    case Grain::kDay:
      return DateWords(label);
    case Grain::kWeek:
      return "week of " + DateWords(label);
    case Grain::kMonth:
      return fmt::format("{} {}", MonthName(date.month), date.year);
    case Grain::kQuarter:
      // Quarters of a year that does not start in January have no number that all agree on.
      return date.month % 3 == 1 ? fmt::format("Q{} {}", (date.month + 2) / 3, date.year)
                                 : "quarter from " + DateWords(label);
    case Grain::kYear:
      return date.month == 1 ? std::to_string(date.year) : "year from " + DateWords(label);
  }
  return std::string(label);
}

std::string InPeriod(Grain grain, std::string_view label) {
  const std::string words = PeriodWords(grain, label);
  const bool article =
      words.find("of ") != std::string::npos || words.find("from ") != std::string::npos;
  if (grain <= Grain::kDay) return "on " + words;
  return (article ? "in the " : "in ") + words;
}

}  // namespace northstar
