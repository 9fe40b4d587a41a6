#include "stats/anomaly/level_step.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "stats/describe.h"
#include "stats/least_squares.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastValues = 16;
constexpr size_t kMostSteps = 4;
constexpr size_t kMostCandidates = 24;
// What a step has to gain: of the best of many places, of which each would bring a chi-squared of
// one degree of freedom, more in long series. Measured on drifts and straight trends
// (northstar_calibrate steps).
constexpr double kLeastGain = 4, kGainPerLog = 2;
// Variance of the level's steps as a share of the noise's; the last one stands for no noise.
constexpr double kWanders[] = {0,   1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 0.03,
                               0.1, 0.2,  0.5,  1,    2,    5,    20,   1e4};
constexpr double kLeastVariance = 1e-24;  // of the values' own: below, the fit is perfect

// What explains the level: a straight line, then a step per place.
Columns LevelColumns(size_t n, const std::vector<size_t>& steps) {
  Columns columns(1 + steps.size(), std::vector<double>(n));
  for (size_t t = 0; t < n; ++t) {
    columns[0][t] = static_cast<double>(t) / static_cast<double>(n);
    for (size_t k = 0; k < steps.size(); ++k) columns[k + 1][t] = t >= steps[k] ? 1 : 0;
  }
  return columns;
}

struct Fit {
  double log_likelihood = 0;
  std::vector<double> effects;  // by column
};

// One-step errors of a column under a local level, in units of their deviation. The first value
// starts the level and has none.
std::vector<double> Whitened(std::span<const double> column, const std::vector<double>& gains,
                             const std::vector<double>& deviations) {
  std::vector<double> errors;
  double level = column[0];
  for (size_t t = 1; t < column.size(); ++t) {
    const double error = column[t] - level;
    errors.push_back(error / deviations[t]);
    level += gains[t] * error;
  }
  return errors;
}

std::optional<Fit> FitLevel(std::span<const double> x, const Columns& columns, double wander,
                            double least_variance) {
  const size_t n = x.size();
  std::vector<double> gains(n);
  std::vector<double> deviations(n);
  double known = 1;  // variance of the level after the first value, in units of the noise
  double logs = 0;
  for (size_t t = 1; t < n; ++t) {
    const double variance = known + wander + 1;
    gains[t] = (known + wander) / variance;
    deviations[t] = std::sqrt(variance);
    known = gains[t];
    logs += std::log(variance);
  }
  const std::vector<double> y = Whitened(x, gains, deviations);
  Columns whitened;
  for (const auto& column : columns) whitened.push_back(Whitened(column, gains, deviations));
  const auto fit = LeastSquares(whitened, y);
  if (!fit) return std::nullopt;
  const auto count = static_cast<double>(y.size());
  const double variance = std::max(fit->ssr / count, least_variance);
  return Fit{-0.5 * (count * std::log(variance) + logs), fit->coefficients};
}

Fit BestFit(std::span<const double> x, const std::vector<size_t>& steps, double least_variance) {
  const Columns columns = LevelColumns(x.size(), steps);
  std::optional<Fit> best;
  for (const double wander : kWanders) {
    auto fit = FitLevel(x, columns, wander, least_variance);
    if (fit && (!best || fit->log_likelihood > best->log_likelihood)) best = std::move(fit);
  }
  return best.value_or(Fit{-1e300, std::vector<double>(columns.size(), 0)});
}

}  // namespace

std::vector<LevelStep> FindSteps(std::span<const double> x, std::span<const size_t> candidates) {
  std::vector<LevelStep> found;
  if (x.size() < kLeastValues || candidates.empty() || candidates.size() > kMostCandidates)
    return found;
  const double least_variance = kLeastVariance * Variance(x);
  if (!(least_variance > 0)) return found;
  const double least_gain = kLeastGain + kGainPerLog * std::log(static_cast<double>(x.size()));
  std::vector<size_t> steps;
  double log_likelihood = BestFit(x, steps, least_variance).log_likelihood;
  while (steps.size() < kMostSteps) {
    LevelStep best;
    std::optional<Fit> fit;
    for (const size_t candidate : candidates) {
      if (std::find(steps.begin(), steps.end(), candidate) != steps.end()) continue;
      std::vector<size_t> with = steps;
      with.push_back(candidate);
      Fit one = BestFit(x, with, least_variance);
      const double gain = 2 * (one.log_likelihood - log_likelihood);
      if (fit && gain <= best.gain) continue;
      best = {candidate, one.effects.back(), gain};
      fit = std::move(one);
    }
    if (!fit || best.gain < least_gain) break;
    steps.push_back(best.position);
    found.push_back(best);
    log_likelihood = fit->log_likelihood;
  }
  return found;
}

}  // namespace northstar::stats
