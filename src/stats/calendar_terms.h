// What totals of a period depend on besides what happens: how many working days and weekend days
// it has, and for weeks the months in which their days lie. For LeadOptions. Pure and thread safe.
#pragma once

#include <span>
#include <vector>

#include "base/calendar.h"

namespace northstar::stats {

// Of each period from one of `starts` to the next, in days: weekdays less 2.5 · weekend days.
// `starts` has one more entry than there are periods.
std::vector<double> WeekdayBalance(std::span<const Day> starts);

// The logarithm of the number of days of each period.
std::vector<double> LogDays(std::span<const Day> starts);

// Share of each period's days in the months from February to December.
std::vector<std::vector<double>> MonthShares(std::span<const Day> starts);

}  // namespace northstar::stats
