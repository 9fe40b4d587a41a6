// A forecast with intervals for one series on a regular grid. Several cheap forecasters, on the
// values and where all are positive on their logarithms, with and without season, are weighted by
// the errors that they made from earlier ends of the same series; the intervals come from the
// errors that the combination made there. No forecaster is trusted for what it is: on a series
// that it does not suit it gets next to no weight.
// Under two of the shortest season: local level with and without drift only. Under 8 values: the
// last value. Of a longer history the last 5,000 values count. It refuses nothing but a series
// without values. An interval says how far such forecasts of this series were off before; what has
// never happened in it is not in it.
// Combining: Bates & Granger 1969; the members' in their headers.
// Pure and thread safe. 2,000 values take about 0.2 s.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace northstar::stats {

struct ForecastOptions {
  // Origins that members and intervals are judged by, the latest. Fewer: faster, less sure.
  size_t origins = 100;
};

struct ForecastStep {
  double mean = 0, low = 0, high = 0;
};

struct ForecastMemberWeight {
  std::string name;  // as "theta, deseasoned, log"
  double weight = 0;
};

struct Forecast {
  // Of the intervals: the one asked for, or the widest that so short a history supports; 0 where
  // there is none at all (one value), and low = high = mean.
  double level = 0;
  std::vector<ForecastStep> steps;            // the first is the period after the last one given
  std::vector<ForecastMemberWeight> members;  // at least 1 % of weight, the largest first
  std::vector<double> seasons;                // that were long enough known to be used
  bool log_scale = false;                     // intervals are multiplicative
  size_t filled = 0;                          // missing values in between that were interpolated
  // The last change is far larger than any before: the value was left out, and the intervals hold
  // an error as large.
  bool odd_last = false;
  double error = 0;  // mean absolute error of the combination over origins and steps
  // On the scale of the intervals, logarithms where `log_scale`: half-width by step, and value less
  // forecast one step ahead from earlier origins, the oldest first.
  std::vector<double> half_widths;
  std::vector<double> one_step_errors;
};

// `values`: complete periods only; NaN where missing. Missing at the end: those periods are
// forecast too and left out. `seasons`: candidate lengths in periods, not necessarily whole, as
// {7, 365.25} for days, {365.25 / 7} for weeks, {12} for months. Where no value is negative, no
// bound is. Nullopt when no value is given. REQUIRES: finite or NaN; 0 < level < 1.
std::optional<Forecast> ForecastSeries(std::span<const double> values,
                                       std::span<const double> seasons, size_t horizon,
                                       double level, const ForecastOptions& options = {});

}  // namespace northstar::stats
