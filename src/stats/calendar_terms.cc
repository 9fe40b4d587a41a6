#include "stats/calendar_terms.h"

#include <cmath>

namespace northstar::stats {

std::vector<double> WeekdayBalance(std::span<const Day> starts) {
  std::vector<double> balance;
  for (size_t p = 0; p + 1 < starts.size(); ++p) {
    double days = 0;
    for (Day day = starts[p]; day < starts[p + 1]; ++day) {
      const Weekday weekday = WeekdayOf(day);
      days += weekday == Weekday::kSaturday || weekday == Weekday::kSunday ? -2.5 : 1;
    }
    balance.push_back(days);
  }
  return balance;
}

std::vector<double> LogDays(std::span<const Day> starts) {
  std::vector<double> logs;
  for (size_t p = 0; p + 1 < starts.size(); ++p)
    logs.push_back(std::log(static_cast<double>(starts[p + 1] - starts[p])));
  return logs;
}

std::vector<std::vector<double>> MonthShares(std::span<const Day> starts) {
  const size_t periods = starts.empty() ? 0 : starts.size() - 1;
  std::vector<std::vector<double>> shares(11, std::vector<double>(periods, 0));
  for (size_t p = 0; p < periods; ++p) {
    const auto days = static_cast<double>(starts[p + 1] - starts[p]);
    for (Day day = starts[p]; day < starts[p + 1]; ++day) {
      const int month = CivilOf(day).month;
      if (month > 1) shares[static_cast<size_t>(month) - 2][p] += 1 / days;
    }
  }
  return shares;
}

}  // namespace northstar::stats
