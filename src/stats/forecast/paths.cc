#include "stats/forecast/paths.h"

#include <cmath>

#include "base/random.h"
#include "stats/describe.h"

namespace northstar::stats {
namespace {

constexpr int kHalvings = 40;

// Where each path has been carried off the forecast, by step and path.
std::vector<std::vector<double>> Deviations(const std::vector<double>& errors, size_t steps,
                                            size_t paths, uint64_t seed, double persistence) {
  const double mean = Mean(errors);
  const size_t n = errors.size();
  const auto block = static_cast<size_t>(std::lround(std::sqrt(static_cast<double>(n))));
  Random random(seed);
  std::vector<std::vector<double>> deviations(steps);
  for (size_t path = 0; path < paths; ++path) {
    double sum = 0;
    size_t at = 0;
    for (size_t step = 0; step < steps; ++step) {
      at = step % block == 0 ? static_cast<size_t>(random.Below(n)) : (at + 1) % n;
      sum = persistence * sum + errors[at] - mean;
      deviations[step].push_back(sum);
    }
  }
  return deviations;
}

// To the half-width that the forecast's intervals have at that step.
void ScaleTo(double width, double level, std::vector<double>* deviations) {
  std::vector<double> sizes;
  for (const double deviation : *deviations) sizes.push_back(std::fabs(deviation));
  const double reached = Quantile(sizes, level);
  const double scale = reached > 0 ? width / reached : 0;
  for (double& deviation : *deviations) deviation *= scale;
}

}  // namespace

double Persistence(std::span<const double> half_widths, size_t steps) {
  if (!(half_widths[0] > 0)) return 1;
  const double ratio = half_widths[steps - 1] / half_widths[0];
  const auto growth = [&](double share) {
    double sum = 0;
    for (size_t step = 0; step < steps; ++step)
      sum += std::pow(share, 2 * static_cast<double>(step));
    return sum;
  };
  double low = 0;
  double high = 1;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (growth(middle) < ratio * ratio ? low : high) = middle;
  }
  return high;
}

std::vector<std::vector<double>> PathsAround(const Forecast& forecast, size_t steps, size_t paths,
                                             uint64_t seed, double persistence) {
  auto values = Deviations(forecast.one_step_errors, steps, paths, seed, persistence);
  for (size_t step = 0; step < steps; ++step) {
    ScaleTo(forecast.half_widths[step], forecast.level, &values[step]);
    const double mean = forecast.steps[step].mean;
    for (double& value : values[step])
      value = forecast.log_scale ? mean * std::exp(value) : mean + value;
  }
  return values;
}

}  // namespace northstar::stats
