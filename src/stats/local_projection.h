// How far has the outcome moved some periods after the candidate did? The long reading for people,
// beside the lead test's growth-to-growth effect: it lets the whole way from one to the other
// count, however it is spread over the periods between.
// It gives no verdict and corrects for no search over horizons: one horizon, chosen beforehand.
// Source: Jordà 2005; errors of Newey & West 1987 with h + 2 lags. Pure and thread safe.
#pragma once

#include <optional>
#include <vector>

namespace northstar::stats {

struct Projection {
  // h, in periods of the series.
  int horizon = 0;
  // Of log Y(t+h) - log Y(t) on log X(t) - log X(t-3): 0.5 where a rise of X by 1 % goes with one
  // of Y by about 0.5 % h periods later.
  double slope = 0;
  // Overlapping horizons allowed for.
  double standard_error = 0;
  // At the level asked, t with rows/h degrees of freedom: so many horizons that do not overlap.
  double low = 0, high = 0;
  // Periods t that have both a past and a future.
  int rows = 0;
};

// log Y(t+h) - log Y(t) = a + slope·(log X(t) - log X(t-3)) + c·(log Y(t) - log Y(t-3)).
// Nullopt when there are fewer than 5h rows or the growth of X does not vary.
// REQUIRES: positive, finite values; equal lengths; 0 < level < 1; h >= 1.
std::optional<Projection> LocalProjection(const std::vector<double>& x,
                                          const std::vector<double>& y, int horizon, double level);

}  // namespace northstar::stats
