// Does adding a leading series forecast better than the outcome's own past? For nested models.
// Source: Clark & West 2007.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "stats/least_squares.h"

namespace northstar::stats {

struct Lag {
  int first = 1;  // k: the mean of dx over t-k-width+1 .. t-k is used
  int width = 1;
};

struct ForecastGain {
  int forecasts = 0;
  double mspe_without = 0;
  double mspe_with = 0;
  double r2_out_of_sample = 0;  // 1 - with/without
  double statistic = 0;         // one-sided; 1.282 is 10 %, 1.645 is 5 %
};

// One-step forecasts of dy from origin `first` on. The benchmark is a + b·dy[t-1] + `season`
// (columns of dy's length without a constant, may be empty). `choose(t)` gives the lag from data
// before t only. Nullopt with fewer than 10 forecasts. REQUIRES: dx and dy of equal length.
std::optional<ForecastGain> ClarkWest(const std::vector<double>& dy, const std::vector<double>& dx,
                                      const Columns& season, size_t first,
                                      const std::function<Lag(size_t)>& choose);

}  // namespace northstar::stats
