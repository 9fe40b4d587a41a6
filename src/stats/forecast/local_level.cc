#include "stats/forecast/local_level.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stats/forecast/nelder_mead.h"

namespace northstar::stats {
namespace {

// log10 of level's variance to noise's: beyond, one of both is all there is.
constexpr double kLeastRatio = -7;
constexpr double kLargestRatio = 7;
constexpr double kLargeProduct = 1e100;

struct Concentrated {
  double minus_log_likelihood = 0;
  double noise = 0;
};

// With the ratio of both given the noise's variance has a closed form. Diffuse: the first observed
// value sets the level. In units of that noise.
Concentrated AtRatio(std::span<const double> values, double ratio) {
  double mean = 0;
  double variance = -1;  // under 0: nothing observed yet
  double squares = 0;
  double logs = 0;
  double product = 1;  // of variances, whose logarithm is still to be taken
  double n = 0;
  for (const double value : values) {
    if (variance < 0) {
      if (std::isnan(value)) continue;
      mean = value;
      variance = 1 + ratio;
      continue;
    }
    if (!std::isnan(value)) {
      const double total = variance + 1;
      const double error = value - mean;
      squares += error * error / total;
      product *= total;
      if (product > kLargeProduct) {
        logs += std::log(product);
        product = 1;
      }
      ++n;
      const double gain = variance / total;
      mean += gain * error;
      variance = gain;
    }
    variance += ratio;
  }
  logs += std::log(product);
  const double noise = squares / n;
  return {(n * std::log(noise) + logs) / 2, noise};
}

}  // namespace

LocalLevelState FilterLocalLevel(std::span<const double> values,
                                 const LocalLevelVariances& variances, double mean,
                                 double variance) {
  LocalLevelState state{mean, variance, 0};
  for (const double value : values) {
    if (!std::isnan(value)) {
      const double total = state.variance + variances.noise;
      const double error = value - state.mean;
      state.log_likelihood -= (std::log(2 * std::numbers::pi * total) + error * error / total) / 2;
      const double gain = state.variance / total;
      state.mean += gain * error;
      state.variance = gain * variances.noise;
    }
    state.variance += variances.level;
  }
  return state;
}

std::optional<LocalLevelVariances> FitLocalLevel(std::span<const double> values) {
  double low = INFINITY;
  double high = -INFINITY;
  int observed = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
    ++observed;
  }
  if (observed < 3 || !(high > low)) return std::nullopt;
  const auto objective = [&](std::span<const double> x) {
    return AtRatio(values, std::pow(10.0, x[0])).minus_log_likelihood;
  };
  const Minimum best =
      MinimiseInBox(objective, {{-2.0}, {0.0}, {2.0}}, {{kLeastRatio}, {kLargestRatio}});
  const double ratio = std::pow(10.0, best.at[0]);
  const double noise = AtRatio(values, ratio).noise;
  return LocalLevelVariances{ratio * noise, noise};
}

double SteadyWeight(const LocalLevelVariances& variances) {
  if (!(variances.noise > 0)) return 1;
  const double ratio = variances.level / variances.noise;
  return (std::sqrt(ratio * ratio + 4 * ratio) - ratio) / 2;
}

}  // namespace northstar::stats
