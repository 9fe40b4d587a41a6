// The value one season earlier, with the drift that the seasons show; without a season, the last
// value. The plainest of forecasts, and what every other is to beat. Pure and thread safe.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

// `season` in periods, 1: none. Without drift the last season is repeated as it is. The drift is
// the mean change over one season, per period. REQUIRES: finite; at least one season.
std::vector<double> SeasonalNaive(std::span<const double> values, size_t season, bool drift,
                                  size_t horizon);
// Root mean square of the changes over one season; 0 when there is none.
double SeasonalNaiveError(std::span<const double> values, size_t season);

}  // namespace northstar::stats
