#include "analysis/review/decoupling_reading.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "stats/describe.h"

namespace northstar {
namespace {

constexpr size_t kLeastValues = 6;   // of a window, for a line
constexpr double kOfInterval = 0.9;  // level
constexpr double kMadToDeviation = 1.4826;
constexpr size_t kLeastSlopes = 12;  // to say what is usual

// Of the lines through all windows, by their end; none: one has no line.
std::vector<double> SlopesOf(std::span<const double> values, size_t window) {
  std::vector<double> slopes;
  for (size_t end = window; end <= values.size(); ++end) {
    const auto slope = stats::SlopeOver(values.subspan(end - window, window), kOfInterval);
    slopes.push_back(slope ? slope->slope : 0);
  }
  return slopes;
}

// The last of these in units of the usual size of those whose windows end before its own begins; 0
// with too few of them, or without variation.
double TimesUsual(const std::vector<double>& slopes, size_t window) {
  if (slopes.size() < kLeastSlopes + window) return 0;
  std::vector<double> sizes;
  for (size_t i = 0; i + window < slopes.size(); ++i) sizes.push_back(std::fabs(slopes[i]));
  const double usual = kMadToDeviation * stats::Median(std::move(sizes));
  return usual > 0 ? slopes.back() / usual : 0;
}

// Each less that of the same time a year before: without the season.
std::vector<double> OnYearBefore(const std::vector<double>& slopes, size_t year) {
  std::vector<double> differences;
  for (size_t i = year; i < slopes.size(); ++i) differences.push_back(slopes[i] - slopes[i - year]);
  return differences;
}

std::optional<DecouplingReading> ReadOne(const GuardHistory& guard) {
  if (!CanRead(guard)) return std::nullopt;
  const std::span<const double> star(guard.star);
  const std::span<const double> values(guard.guard);
  const auto divergence =
      stats::TestDivergence(star.last(guard.window), values.last(guard.window), guard.rise_is_good);
  if (!divergence) return std::nullopt;
  DecouplingReading reading;
  reading.divergence = *divergence;
  const std::vector<double> slopes = SlopesOf(values, guard.window);
  const double sign = guard.rise_is_good ? -1 : 1;
  reading.times_usual = std::max(sign * TimesUsual(slopes, guard.window),
                                 sign * TimesUsual(OnYearBefore(slopes, guard.year), guard.window));
  return reading;
}

}  // namespace

bool CanRead(const GuardHistory& guard) {
  return guard.window >= kLeastValues && guard.star.size() >= kLeastWindows * guard.window;
}

bool StarRose(const std::vector<GuardHistory>& guards) {
  return std::any_of(guards.begin(), guards.end(), [](const GuardHistory& guard) {
    const auto star = stats::SlopeOver(std::span(guard.star).last(guard.window), kOfInterval);
    return star && star->slope > 0;
  });
}

std::vector<DecouplingReading> ReadDecoupling(const std::vector<GuardHistory>& guards) {
  std::vector<DecouplingReading> readings;
  std::vector<double> p_values;
  for (size_t i = 0; i < guards.size(); ++i) {
    auto reading = ReadOne(guards[i]);
    if (!reading) continue;
    reading->guard = i;
    p_values.push_back(reading->divergence.p_value);
    readings.push_back(std::move(*reading));
  }
  const std::vector<double> adjusted = stats::AdjustBenjaminiHochberg(p_values);
  for (size_t i = 0; i < readings.size(); ++i) readings[i].p_adjusted = adjusted[i];
  std::erase_if(readings, [&](const DecouplingReading& one) {
    return one.p_adjusted > kDecouplingAlpha || one.times_usual < kTimesUsual ||
           std::fabs(one.divergence.guardrail.change) <= guards[one.guard].tolerance;
  });
  std::stable_sort(readings.begin(), readings.end(),
                   [](const auto& a, const auto& b) { return a.p_adjusted < b.p_adjusted; });
  return readings;
}

}  // namespace northstar
