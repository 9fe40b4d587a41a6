#include "plan/data_extent.h"

#include <algorithm>

namespace northstar {
namespace {

using Days = std::span<const DayRows>;

int64_t RowsOf(Days days) {
  int64_t rows = 0;
  for (const DayRows& day : days) rows += day.rows;
  return rows;
}

// How many days at the end of `gaps` (the first of them follows the core) lie beyond the first gap
// that is out of all proportion. `gaps[i]` is the gap before the i-th day outward.
size_t FarDays(const std::vector<int64_t>& gaps, int64_t longest) {
  for (size_t i = 0; i < gaps.size(); ++i) {
    if (gaps[i] > kFarGap * longest) return gaps.size() - i;
    longest = std::max(longest, gaps[i]);
  }
  return 0;
}

}  // namespace

DataExtent ExtentOfDays(std::span<const DayRows> days, int64_t now_us) {
  DataExtent extent;
  size_t end = days.size();
  while (end > 0 && days[end - 1].first_us > now_us) --end;
  extent.ahead.assign(days.begin() + static_cast<std::ptrdiff_t>(end), days.end());
  const Days past = days.subspan(0, end);
  if (past.empty()) return extent;

  // The core: what so few rows cannot be.
  const auto few =
      std::max(kFewRows, static_cast<int64_t>(kFewShare * static_cast<double>(RowsOf(past))));
  size_t from = 0;
  for (int64_t rows = past[0].rows; rows <= few && from + 1 < past.size();)
    rows += past[++from].rows;
  size_t to = past.size() - 1;
  for (int64_t rows = past[to].rows; rows <= few && to > from;) rows += past[--to].rows;
  int64_t longest = 1;
  for (size_t i = from + 1; i <= to; ++i)
    longest = std::max(longest, past[i].day - past[i - 1].day);

  size_t first = 0;
  size_t last = past.size() - 1;
  if (to - from + 1 >= kLeastDays) {
    std::vector<int64_t> before;
    for (size_t i = from; i > 0; --i) before.push_back(past[i].day - past[i - 1].day);
    std::vector<int64_t> behind;
    for (size_t i = to + 1; i < past.size(); ++i) behind.push_back(past[i].day - past[i - 1].day);
    first = FarDays(before, longest);
    last -= FarDays(behind, longest);
  }
  for (size_t i = 0; i < past.size(); ++i) {
    if (i < first || i > last) extent.far.push_back(past[i]);
  }
  extent.rows = RowsOf(past.subspan(first, last - first + 1));
  extent.first_us = past[first].first_us;
  extent.last_us = std::min(past[last].last_us, now_us);
  return extent;
}

}  // namespace northstar
