#include "stats/growth.h"

#include <algorithm>
#include <cmath>

#include "stats/describe.h"

namespace northstar::stats {

bool AllPositive(std::span<const double> x) {
  return std::all_of(x.begin(), x.end(), [](double value) { return value > 0; });
}

std::vector<double> GrowthScale(std::span<const double> x, bool logs) {
  std::vector<double> sizes;
  for (const double value : x) sizes.push_back(std::fabs(value));
  // Mostly zeros have a median of 0; then their mean is the unit.
  double unit = sizes.empty() ? 1 : Median(sizes);
  if (!(unit > 0)) unit = std::max(Mean(sizes), 1e-300);
  std::vector<double> out;
  for (const double value : x) out.push_back(logs ? std::log(value) : std::asinh(value / unit));
  return out;
}

std::vector<double> Growth(std::span<const double> x, bool logs) {
  const std::vector<double> scale = GrowthScale(x, logs);
  std::vector<double> d;
  for (size_t t = 1; t < scale.size(); ++t) d.push_back(scale[t] - scale[t - 1]);
  return d;
}

}  // namespace northstar::stats
