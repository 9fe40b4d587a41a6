#include "stats/forecast/exponential_smoothing.h"

#include <algorithm>
#include <cmath>

#include "stats/forecast/nelder_mead.h"

namespace northstar::stats {
namespace {

constexpr double kLowest = 0.01;
constexpr double kHighest = 0.99;
constexpr double kLeastTrendWeight = 0.0001;
// Below, damping leaves no trend to speak of; above, none is damped over usual horizons.
constexpr double kStrongestDamping = 0.8;
constexpr double kWeakestDamping = 0.98;
constexpr size_t kFirstValues = 10;  // that the first trend is taken from

double SimpleErrors(std::span<const double> values, double weight) {
  double level = values[0];
  double sum = 0;
  for (const double value : values) {
    const double error = value - level;
    sum += error * error;
    level += weight * error;
  }
  return sum;
}

double TrendErrors(std::span<const double> values, const SmoothingParameters& p,
                   const SmoothingState& start, SmoothingState* end) {
  double level = start.level;
  double trend = start.trend;
  double sum = 0;
  for (const double value : values) {
    const double expected = level + p.damping * trend;
    const double error = value - expected;
    sum += error * error;
    level = expected + p.level * error;
    trend = p.damping * trend + p.level * p.trend * error;
  }
  end->level = level;
  end->trend = trend;
  return sum;
}

double SeasonErrors(std::span<const double> values, const SmoothingParameters& p,
                    const SmoothingState& start, SmoothingState* end) {
  std::vector<double> season = start.season;
  double level = start.level;
  double trend = start.trend;
  double sum = 0;
  size_t at = 0;
  for (const double value : values) {
    const double expected = level + p.damping * trend;
    const double error = value - expected - season[at];
    sum += error * error;
    level = expected + p.level * error;
    trend = p.damping * trend + p.level * p.trend * error;
    season[at] += p.season * (1 - p.level) * error;
    at = at + 1 == season.size() ? 0 : at + 1;
  }
  std::rotate(season.begin(), season.begin() + static_cast<std::ptrdiff_t>(at), season.end());
  *end = {level, trend, std::move(season)};
  return sum;
}

struct Line {
  double at_first = 0, slope = 0;
};

Line FitLine(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) mean += value / n;
  const double centre = (n - 1) / 2;
  double products = 0;
  double squares = 0;
  for (size_t t = 0; t < values.size(); ++t) {
    const double x = static_cast<double>(t) - centre;
    products += x * (values[t] - mean);
    squares += x * x;
  }
  const double slope = squares > 0 ? products / squares : 0;
  return {mean - slope * centre, slope};
}

}  // namespace

Smoothed Smooth(std::span<const double> values, const SmoothingParameters& parameters,
                const SmoothingState& start) {
  Smoothed result;
  result.squared_errors = start.season.empty()
                              ? TrendErrors(values, parameters, start, &result.state)
                              : SeasonErrors(values, parameters, start, &result.state);
  return result;
}

std::vector<double> ForecastSmoothed(const SmoothingState& state, double damping, size_t horizon) {
  std::vector<double> ahead(horizon);
  double damped = 1;
  double trends = 0;
  for (size_t h = 0; h < horizon; ++h) {
    damped *= damping;
    trends += damped;
    const double season = state.season.empty() ? 0 : state.season[h % state.season.size()];
    ahead[h] = state.level + trends * state.trend + season;
  }
  return ahead;
}

SmoothingState StartState(std::span<const double> values, bool with_trend, size_t season) {
  SmoothingState start;
  if (season < 2) {
    start.level = values[0];
    if (!with_trend) return start;
    const Line line = FitLine(values.first(std::min(values.size(), kFirstValues)));
    return {line.at_first - line.slope, line.slope, {}};
  }
  const std::span<const double> first = values.first(2 * season);
  double change = 0;  // from the first season to the second
  double mean = 0;
  for (size_t i = 0; i < season; ++i) {
    change += (first[season + i] - first[i]) / static_cast<double>(season);
    mean += (first[season + i] + first[i]) / static_cast<double>(2 * season);
  }
  const double slope = with_trend ? change / static_cast<double>(season) : 0;
  const double centre = static_cast<double>(2 * season - 1) / 2;
  start.trend = slope;
  start.level = mean - slope * (centre + 1);
  start.season.assign(season, 0.0);
  for (size_t t = 0; t < first.size(); ++t) {
    const double trend = mean + slope * (static_cast<double>(t) - centre);
    start.season[t % season] += (first[t] - trend) / 2;
  }
  return start;
}

SmoothingParameters FitSimpleSmoothing(std::span<const double> values) {
  const auto errors = [&](std::span<const double> x) { return SimpleErrors(values, x[0]); };
  SmoothingParameters fitted;
  fitted.level = MinimiseInBox(errors, {{0.1}, {0.5}, {0.9}}, {{kLowest}, {kHighest}}).at[0];
  return fitted;
}

SmoothingParameters FitDampedTrend(std::span<const double> values) {
  const SmoothingState start = StartState(values, true, 0);
  SmoothingState end;
  const auto errors = [&](std::span<const double> x) {
    return TrendErrors(values, {x[0], x[1], 0, x[2]}, start, &end);
  };
  const Box box{{kLowest, kLeastTrendWeight, kStrongestDamping},
                {kHighest, kHighest, kWeakestDamping}};
  const Minimum best =
      MinimiseInBox(errors, {{0.2, 0.1, 0.9}, {0.6, 0.1, 0.9}, {0.9, 0.3, 0.95}}, box);
  return {best.at[0], best.at[1], 0, best.at[2]};
}

SmoothingParameters FitDampedHoltWinters(std::span<const double> values, size_t season) {
  const SmoothingState start = StartState(values, true, season);
  SmoothingState end;
  const auto errors = [&](std::span<const double> x) {
    return SeasonErrors(values, {x[0], x[1], x[2], x[3]}, start, &end);
  };
  const Box box{{kLowest, kLeastTrendWeight, kLeastTrendWeight, kStrongestDamping},
                {kHighest, kHighest, kHighest, kWeakestDamping}};
  const Minimum best = MinimiseInBox(
      errors, {{0.2, 0.1, 0.1, 0.9}, {0.6, 0.1, 0.1, 0.9}, {0.9, 0.3, 0.4, 0.95}}, box);
  return {best.at[0], best.at[1], best.at[2], best.at[3]};
}

}  // namespace northstar::stats
