// A history without its seasons, its gaps and its lone odd values: what changes of the level are
// looked for in. Unlike an alert it may look at what came later. A weak season stays: of few
// periods it is mostly what happened to come in one of them. In: values on a regular grid, some
// missing, on a scale where effects add up. (Robust STL and generalised ESD.)
// Pure and thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

// Of a season's strength: from here on it is taken out. As in R's forecast::nsdiffs.
inline constexpr double kStrongSeason = 0.64;

struct CleanedHistory {
  // One a place of the grid; the trend where a value is missing or odd.
  std::vector<double> values;
  // Odd values with none beside them: two in a row may be a new level.
  std::vector<size_t> outliers;
  std::vector<double> season_strengths;  // by period, 0 to 1 (stats/seasonal_trend.h)
};

// `periods` ascending, each at least 2; those with fewer than three of them in the history do not
// count, and have a strength of 0. REQUIRES: finite where present; at least one is.
CleanedHistory CleanHistory(std::span<const std::optional<double>> values,
                            std::span<const size_t> periods);

}  // namespace northstar::stats
