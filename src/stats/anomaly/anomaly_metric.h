// Anomalies of metrics by day, week or month: season from the same weekday of the last ten weeks
// (by week or month from the same one of earlier years, from three years on), level by clipped
// errors, errors in robust units of the last 56. On the scale of logarithms while all values are
// positive, of asinh from the first that is not. An error that is far off and comes alone moves
// nothing. A zero where the series hardly ever is counts as a fault of the data: no alert and
// nothing learned. Counts below ten in the mean are compared with a Poisson law, or with a negative
// binomial where they vary more. REQUIRES and meaning as in anomaly.h.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "stats/anomaly/anomaly.h"

namespace northstar::stats {

// Equal values say little about how much they vary: their spread, on the scale of growth, is taken
// to be 5 / n, 0.05 at least.
inline double ConstantSpread(size_t values) {
  return std::max(0.05, 5 / static_cast<double>(values));
}

// Adds to `points`, whose data_suspect are already set.
void JudgeMetric(const AnomalySeries& series, const AnomalyOptions& options,
                 std::vector<AnomalyPoint>& points);

}  // namespace northstar::stats
