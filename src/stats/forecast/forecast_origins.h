// What each member forecast, and would have forecast at many earlier ends of the same history, each
// time from the past only; and the combination that weights members by the errors they had made
// until then. The combination is judged as it would have been used: its weights at an origin know
// no later value. Pure and thread safe.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "stats/forecast/forecast_members.h"

namespace northstar::stats {

struct RollingForecasts {
  std::vector<size_t> origins;  // lengths of the histories, ascending; the last is the whole series
  // Into the origins: from here on histories hold the seasons that the whole series does, so that
  // members can be compared. Before, those without season are all there is.
  size_t comparable = 0;
  std::vector<ForecastMember> members;
  // [member][origin][step]
  std::vector<std::vector<std::vector<double>>> ahead;
};

struct OriginOptions {
  size_t most = 100;  // origins beside the whole series, the latest ones
  size_t refits = 2;  // times that parameters are fitted on the way, evenly; then for the whole
};

// Origins begin after half of the series at the earliest. Forecasts stay within the range of the
// values, widened by itself on both sides, and further for a long horizon.
// REQUIRES: finite, at least 2 values; seasons ascending, of at least 2 periods.
RollingForecasts RollForecasts(std::span<const double> values, std::span<const double> seasons,
                               size_t horizon, const OriginOptions& options);

// Of a forecast against the value, 0 or above.
using Loss = std::function<double(double value, double forecast)>;

struct Combination {
  std::vector<std::vector<double>> ahead;  // [origin][step]
  std::vector<double> weights;             // of each for the whole series, sum 1
  double loss = 0;                         // mean of the combination over origins and steps
};

// Weights fall with a power of the mean loss until then, of forecasts from `comparable` origins;
// equal before any. `observed` is 0 where a value was filled in and nothing may be judged.
// REQUIRES: all of one shape; values as long as the last origin.
Combination CombineForecasts(std::span<const double> values, std::span<const char> observed,
                             std::span<const size_t> origins, size_t comparable,
                             const std::vector<std::vector<std::vector<double>>>& ahead,
                             const Loss& loss);

}  // namespace northstar::stats
