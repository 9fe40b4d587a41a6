// How a series goes with its own past and with another's. REQUIRES everywhere: finite values.
// Source: Box & Jenkins 1976; Ljung & Box 1978.
#pragma once

#include <span>
#include <vector>

namespace northstar::stats {

// corr(x[t-k], y[t]) for k = 0 … most, with the means and sums of squares of the whole series, so
// that the values at different lags are comparable. All 0 when a series does not vary.
std::vector<double> CrossCorrelations(std::span<const double> x, std::span<const double> y,
                                      int most);

struct Portmanteau {
  double statistic = 0;
  double p_value = 1;  // that the series is white, `fitted` parameters allowed for
};
// REQUIRES: fitted < lags < x.size().
Portmanteau LjungBox(std::span<const double> x, int lags, int fitted = 0);

}  // namespace northstar::stats
