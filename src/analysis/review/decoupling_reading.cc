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

// Of the changes over all windows that end before the last one begins; none without variation.
std::optional<double> UsualChange(std::span<const double> values, size_t window) {
  std::vector<double> sizes;
  for (size_t end = window; end + window <= values.size(); ++end) {
    const auto slope = stats::SlopeOver(values.subspan(end - window, window), kOfInterval);
    if (slope) sizes.push_back(std::fabs(slope->slope));
  }
  if (sizes.empty()) return std::nullopt;
  const double usual = kMadToDeviation * stats::Median(std::move(sizes));
  return usual > 0 ? std::optional(usual) : std::nullopt;
}

std::optional<DecouplingReading> ReadOne(const GuardHistory& guard) {
  if (!CanRead(guard)) return std::nullopt;
  const std::span<const double> star(guard.star);
  const std::span<const double> values(guard.guard);
  const auto divergence =
      stats::TestDivergence(star.last(guard.window), values.last(guard.window), guard.rise_is_good);
  const auto usual = UsualChange(values, guard.window);
  if (!divergence || !usual) return std::nullopt;
  DecouplingReading reading;
  reading.divergence = *divergence;
  reading.times_usual = (guard.rise_is_good ? -1 : 1) * divergence->guardrail.slope / *usual;
  return reading;
}

}  // namespace

bool CanRead(const GuardHistory& guard) {
  return guard.window >= kLeastValues && guard.star.size() >= kLeastWindows * guard.window;
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
