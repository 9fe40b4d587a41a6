// A series taken apart into season, trend and rest, by local regression (STL): what a chart shows
// without its season, how strong a season is, and which values are odd in a history. In: values on
// a regular grid without gaps, of any unit; out: three series of the same length and unit that add
// up to the values.
//
// Source: Cleveland, Cleveland, McRae & Terpenning 1990; the defaults are those of R's stl.
// Several seasons (week and year): Bandara, Hyndman & Bergmeir 2021.
// Pure and thread safe.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

struct StlOptions {
  // Values of one place in the season that its smoother looks at, odd; 0: the season is the same
  // in every period.
  size_t season_window = 0;
  size_t trend_window = 0;  // odd; 0: 1.5 periods, or a little more where the season may change
  bool robust = true;       // odd values have little or no weight
};

struct SeasonalTrend {
  std::vector<double> season, trend, rest;

  // 0 (none) to 1 (nothing but it, the trend aside): 1 - var(rest) / var(season + rest), at
  // least 0.
  double SeasonStrength() const;
  double TrendStrength() const;  // the same of trend + rest
};

// Cost O(length · period) with robust, an eighth of it without.
// REQUIRES: finite values; period >= 2; at least two periods of them.
SeasonalTrend DecomposeStl(std::span<const double> values, size_t period,
                           const StlOptions& options);

struct SeveralSeasons {
  std::vector<std::vector<double>> seasons;  // by period, as given
  std::vector<double> trend, rest;
};

// `periods` ascending, each at least 2; those with fewer than two periods of values get a season
// of 0. REQUIRES: finite values, at least one.
SeveralSeasons DecomposeSeasons(std::span<const double> values, std::span<const size_t> periods,
                                const StlOptions& options);

}  // namespace northstar::stats
