#include "stats/anomaly/count_tail.h"

#include <algorithm>
#include <cmath>

namespace northstar::stats {
namespace {

// Beyond so many standard deviations a tail is as good as empty, and its sum long.
constexpr double kFarAway = 60;

// Below this excess of the variance a negative binomial is a Poisson to rounding.
constexpr double kLeastExcess = 1e-9;

}  // namespace

double CountTails::two_sided() const {
  return std::min(1.0, 2 * std::min(lower, upper));
}

CountTails TailsOfCount(double count, double mean, double variance) {
  const double spread = std::max(variance, mean);
  if (count > mean + kFarAway * (std::sqrt(spread) + 1)) return {1, 0};
  const bool poisson = variance <= mean * (1 + kLeastExcess);
  const double shape = poisson ? 0 : mean * mean / (variance - mean);
  // In logarithms: with a large mean the probability of 0 is below the smallest double.
  double log_probability = poisson ? -mean : shape * std::log(shape / (shape + mean));
  double below = 0;
  double own = std::exp(log_probability);
  for (double k = 0; k < count; ++k) {
    below += own;
    log_probability += poisson ? std::log(mean / (k + 1))
                               : std::log((k + shape) / (k + 1) * mean / (mean + shape));
    own = std::exp(log_probability);
  }
  const double lower = std::clamp(below + own / 2, 0.0, 1.0);
  return {lower, 1 - lower};
}

std::pair<double, double> UsualCounts(const CountLaw& law, double chance) {
  const auto usual = [&](double count) {
    return TailsOfCount(count, law.mean, law.variance).two_sided() > chance;
  };
  double low = std::floor(law.mean);
  double high = low;
  while (low > 0 && usual(low - 1)) --low;
  while (usual(high + 1)) ++high;
  return {low, high};
}

}  // namespace northstar::stats
