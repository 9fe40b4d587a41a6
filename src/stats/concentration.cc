#include "stats/concentration.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

bool HasIntervals(double count, double mean_interval) {
  return count >= 3 && mean_interval > 0;
}

}  // namespace

double Gini(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  const double total = Sum(x);
  const auto n = static_cast<double>(x.size());
  for (size_t i = 0; i < x.size(); ++i) x[i] *= 2 * static_cast<double>(i + 1) - n - 1;
  return Sum(x) / (n * total);
}

double TopShare(std::vector<double> x, double share) {
  std::sort(x.begin(), x.end(), std::greater<>());
  const double total = Sum(x);
  double left = share * static_cast<double>(x.size());
  for (double& value : x) {
    const double part = std::min(left, 1.0);
    value *= part;
    left -= part;
  }
  return Sum(x) / total;
}

double Herfindahl(std::span<const double> x) {
  const double total = Sum(x);
  std::vector<double> squares;
  for (const double value : x) squares.push_back(value / total * (value / total));
  return Sum(squares);
}

double CoefficientOfVariation(std::span<const double> x) {
  return std::sqrt(Variance(x)) / Mean(x);
}

std::optional<double> Burstiness(double count, double mean_interval, double sd_interval) {
  if (!HasIntervals(count, mean_interval)) return std::nullopt;
  const double r = sd_interval / mean_interval;
  return (r - 1) / (r + 1);
}

std::optional<double> BurstinessOfFew(double count, double mean_interval, double sd_interval) {
  if (!HasIntervals(count, mean_interval)) return std::nullopt;
  const double r = sd_interval / mean_interval;
  const double over = std::sqrt(count);
  const double under = std::sqrt(count - 2);
  return (over * r - under) / ((over - 2) * r + under);
}

}  // namespace northstar::stats
