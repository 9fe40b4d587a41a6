#include "report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "base/period_words.h"

namespace northstar {
namespace {

constexpr size_t kLetters = 26;
constexpr double kMostBand = 1;  // room for intervals, times the distance of the values from 0

std::optional<Day> DayOfLabel(const std::string& label) {
  const auto time = ParseTime(label);
  if (!time) return std::nullopt;
  const int64_t day = time->us / kMicrosPerDay;
  return day - (time->us % kMicrosPerDay < 0 ? 1 : 0);
}

// The last point that starts on the day or before.
std::optional<size_t> PointAt(const std::vector<Day>& starts, Day day) {
  const auto after = std::upper_bound(starts.begin(), starts.end(), day);
  if (after == starts.begin()) return std::nullopt;
  return static_cast<size_t>(after - starts.begin()) - 1;
}

}  // namespace

void LeaveOutIncompleteFirst(std::vector<LinePoint>& points) {
  const auto first = std::find_if(points.begin(), points.end(),
                                  [](const auto& p) { return p.kind != PointKind::kOpen; });
  if (first != points.end()) points.erase(points.begin(), first);
}

ValueRange RangeOf(const std::vector<LinePoint>& points) {
  double low = INFINITY;
  double high = -INFINITY;
  for (const LinePoint& p : points) {
    for (const auto& value : {p.value, p.so_far}) {
      if (value) low = std::min(low, *value), high = std::max(high, *value);
    }
  }
  if (!(high >= low)) return {};
  const double room = kMostBand * (std::max(high, 0.0) - std::min(low, 0.0));
  const double lowest = low - room;
  const double highest = high + room;
  for (const LinePoint& p : points) {
    if (p.low) low = std::min(low, std::max(*p.low, lowest));
    if (p.high) high = std::max(high, std::min(*p.high, highest));
  }
  return {low, high};
}

bool IsDaily(const std::vector<LinePoint>& points) {
  if (points.size() < 2) return false;
  const auto first = ParseDay(points[0].label);
  const auto second = ParseDay(points[1].label);
  return first && second && *second == *first + 1;
}

std::vector<Flag> FlagsOf(const LineChart& chart) {
  std::vector<Day> starts;
  for (const LinePoint& point : chart.points) {
    const auto day = DayOfLabel(point.label);
    if (!day) return {};
    starts.push_back(*day);
  }
  if (starts.empty()) return {};
  const Day step = starts.size() > 1 ? starts.back() - starts[starts.size() - 2] : 1;
  const Day end = starts.back() + std::max<Day>(1, step);
  std::vector<std::pair<Day, Flag>> found;
  for (const ChartNote& note : chart.notes) {
    const auto at = ParseDay(note.at.substr(0, 10));
    if (!at) continue;
    const Day to = note.to.empty() ? *at : ParseDay(note.to.substr(0, 10)).value_or(*at);
    if (to < starts.front() || *at >= end) continue;
    Flag flag;
    flag.first = PointAt(starts, *at).value_or(0);
    flag.last = std::max(flag.first, PointAt(starts, to).value_or(0));
    flag.text = DateWords(note.at);
    if (!note.to.empty() && to > *at) flag.text += " to " + DateWords(note.to);
    flag.text += ": " + note.text;
    found.emplace_back(*at, std::move(flag));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  if (found.size() > kLetters)
    found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(kLetters));
  std::vector<Flag> flags;
  for (auto& [at, flag] : found) {
    flag.letter = static_cast<char>('A' + flags.size());
    flags.push_back(std::move(flag));
  }
  return flags;
}

std::string OpenWords(const LineChart& chart) {
  const auto open = std::find_if(chart.points.rbegin(), chart.points.rend(),
                                 [](const auto& p) { return p.kind == PointKind::kOpen; });
  if (open == chart.points.rend() || !open->value) return "";
  if (!open->so_far) return FormatValue(chart.look, open->value) + " so far, incomplete";
  std::string words =
      fmt::format("{} so far, projected {} {}", FormatValue(chart.look, open->so_far),
                  chart.free ? "value" : "total", FormatValue(chart.look, open->value));
  if (open->low && open->high)
    words += fmt::format(" ({} to {})", FormatValue(chart.look, open->low),
                         FormatValue(chart.look, open->high));
  return words;
}

}  // namespace northstar
