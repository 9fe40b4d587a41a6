// Exponential smoothing: a level (simple), with a damped trend (Holt), and with an additive season
// as well (Holt-Winters). Parameters minimise the squared one-step errors.
// Sources: Holt 1957; Winters 1960; Gardner & McKenzie 1985 (damping); Hyndman, Koehler, Ord &
// Snyder 2008. Pure and thread safe. REQUIRES everywhere: finite values.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

struct SmoothingParameters {
  double level = 0.5;  // weight of the newest error in the level, (0, 1)
  double trend = 0;    // of the level's error in the trend, as in Holt-Winters (R's beta)
  double season = 0;   // of the newest error in the season (R's gamma)
  double damping = 1;  // what remains of the trend in the next step; 1: all of it
};

struct SmoothingState {
  double level = 0;
  double trend = 0;
  std::vector<double> season;  // the next period's first; empty: no season
};

struct Smoothed {
  SmoothingState state;       // after the last value
  double squared_errors = 0;  // sum over the one-step errors
};

// Runs the recursion from `start`, whose season, if there is one, begins at the first value.
Smoothed Smooth(std::span<const double> values, const SmoothingParameters& parameters,
                const SmoothingState& start);
// The `horizon` values after the state.
std::vector<double> ForecastSmoothed(const SmoothingState& state, double damping, size_t horizon);

// Level, and trend by least squares over the first values; season as mean distance from the trend
// over the first two seasons. `season` in periods, 0 or 1: none.
// REQUIRES: not empty; 2 seasons.
SmoothingState StartState(std::span<const double> values, bool with_trend, size_t season);

// Weights by one-step errors from StartState. REQUIRES: as StartState.
SmoothingParameters FitSimpleSmoothing(std::span<const double> values);
SmoothingParameters FitDampedTrend(std::span<const double> values);
SmoothingParameters FitDampedHoltWinters(std::span<const double> values, size_t season);

}  // namespace northstar::stats
