// How far has the outcome moved some periods after the candidate did? The long reading for people,
// beside the lead test's growth-to-growth effect.
// Source: Jordà 2005; errors of Newey & West 1987 with h + 2 lags.
#pragma once

#include <optional>
#include <vector>

namespace northstar::stats {

struct Projection {
  int horizon = 0;            // h, periods
  double slope = 0;           // of log Y(t+h) - log Y(t) on log X(t) - log X(t-3)
  double standard_error = 0;  // overlapping horizons allowed for
  double low = 0, high = 0;   // at the level asked, t with rows/h degrees of freedom
  int rows = 0;
};

// log Y(t+h) - log Y(t) = a + slope·(log X(t) - log X(t-3)) + c·(log Y(t) - log Y(t-3)).
// Nullopt when there are fewer than 5h rows or the growth of X does not vary.
// REQUIRES: positive, finite values; equal lengths; 0 < level < 1; h >= 1.
std::optional<Projection> LocalProjection(const std::vector<double>& x,
                                          const std::vector<double>& y, int horizon, double level);

}  // namespace northstar::stats
