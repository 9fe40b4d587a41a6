#include "stats/forecast/theta.h"

#include <cmath>

#include "stats/forecast/nelder_mead.h"

namespace northstar::stats {
namespace {

constexpr double kLowest = 0.01;
constexpr double kHighest = 0.99;

struct Profiled {
  double first = 0, last = 0, squared_errors = 0;
};

// The errors are linear in the first level, error(t) = base(t) - first·(1 - weight)^t, so that the
// best first level needs no search. Around values[0] for precision.
Profiled Profile(std::span<const double> values, double weight) {
  double base = 0;  // level when the first is 0
  double share = 1;
  double products = 0;
  double shares = 0;
  double squares = 0;
  for (const double value : values) {
    const double error = value - values[0] - base;
    products += error * share;
    shares += share * share;
    squares += error * error;
    base += weight * error;
    share *= 1 - weight;
  }
  const double first = products / shares;
  return {values[0] + first, values[0] + base + first * share, squares - first * products};
}

double Slope(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  double products = 0;
  double squares = 0;
  for (size_t t = 0; t < values.size(); ++t) {
    const double x = static_cast<double>(t) - (n - 1) / 2;
    products += x * (values[t] - values[0]);
    squares += x * x;
  }
  return squares > 0 ? products / squares : 0;
}

}  // namespace

ThetaLevel ThetaLevelAt(std::span<const double> values, double weight) {
  const Profiled profile = Profile(values, weight);
  return {weight, profile.first, profile.last};
}

ThetaLevel FitThetaLevel(std::span<const double> values) {
  const auto errors = [&](std::span<const double> x) {
    return Profile(values, x[0]).squared_errors;
  };
  const Minimum best = MinimiseInBox(errors, {{0.1}, {0.5}, {0.9}}, {{kLowest}, {kHighest}});
  return ThetaLevelAt(values, best.at[0]);
}

std::vector<double> ThetaForecast(std::span<const double> values, double weight, size_t horizon) {
  const double level = ThetaLevelAt(values, weight).last;
  const double half_slope = Slope(values) / 2;
  const double past = (1 - std::pow(1 - weight, static_cast<double>(values.size()))) / weight;
  std::vector<double> ahead(horizon);
  for (size_t h = 0; h < horizon; ++h) {
    ahead[h] = level + half_slope * (static_cast<double>(h) + past);
  }
  return ahead;
}

}  // namespace northstar::stats
