#include "stats/poisson_bootstrap.h"

#include <algorithm>
#include <cmath>

#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

// The value at position `at` (from 0) of the sample in which every value stands `weight` times.
double ValueAt(const std::vector<WeighedValue>& values, const std::vector<int>& weights,
               int64_t at) {
  int64_t passed = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    passed += weights[i];
    if (passed > at) return values[i].value;
  }
  return values.back().value;
}

double WeighedQuantile(const std::vector<WeighedValue>& values, const std::vector<int>& weights,
                       int64_t total, double p) {
  const double rank = p * static_cast<double>(total - 1);
  const auto below = static_cast<int64_t>(std::floor(rank));
  const double low = ValueAt(values, weights, below);
  const double high = ValueAt(values, weights, std::min(below + 1, total - 1));
  return low + (rank - static_cast<double>(below)) * (high - low);
}

}  // namespace

std::optional<Interval> PercentileInterval(std::vector<WeighedValue> values, double p,
                                           const PoissonOptions& options) {
  std::vector<uint64_t> units;
  for (const WeighedValue& value : values) units.push_back(value.unit);
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
  if (units.size() < 30) return std::nullopt;
  std::sort(values.begin(), values.end(), [](const WeighedValue& a, const WeighedValue& b) {
    return a.value != b.value ? a.value < b.value : a.unit < b.unit;
  });
  std::vector<size_t> owner;  // of each value, its unit's place in `units`
  for (const WeighedValue& value : values) {
    owner.push_back(static_cast<size_t>(std::lower_bound(units.begin(), units.end(), value.unit) -
                                        units.begin()));
  }
  std::vector<int> weights(values.size(), 1);
  const double estimate = WeighedQuantile(values, weights, static_cast<int64_t>(values.size()), p);
  std::vector<double> replicates;
  std::vector<int> unit_weights(units.size());
  for (int r = 0; r < options.replicates; ++r) {
    for (size_t u = 0; u < units.size(); ++u)
      unit_weights[u] = PoissonWeight(options.salt, static_cast<uint64_t>(r), units[u]);
    int64_t total = 0;
    for (size_t i = 0; i < values.size(); ++i) {
      weights[i] = unit_weights[owner[i]];
      total += weights[i];
    }
    if (total > 0) replicates.push_back(WeighedQuantile(values, weights, total, p));
  }
  if (replicates.size() < 2) return std::nullopt;
  Interval interval;
  interval.standard_error = std::sqrt(Variance(replicates));
  if (options.replicates >= 1000) {
    interval.low = Quantile(replicates, 0.5 - options.level / 2);
    interval.high = Quantile(replicates, 0.5 + options.level / 2);
  } else {
    const double z = NormalQuantile(0.5 + options.level / 2);
    interval.low = estimate - z * interval.standard_error;
    interval.high = estimate + z * interval.standard_error;
  }
  return interval;
}

}  // namespace northstar::stats
