#include "stats/autocorrelation.h"

#include <cmath>

#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {

std::vector<double> CrossCorrelations(std::span<const double> x, std::span<const double> y,
                                      int most) {
  const double mean_x = Mean(x);
  const double mean_y = Mean(y);
  double squares_x = 0;
  double squares_y = 0;
  for (const double value : x) squares_x += (value - mean_x) * (value - mean_x);
  for (const double value : y) squares_y += (value - mean_y) * (value - mean_y);
  std::vector<double> out(static_cast<size_t>(most) + 1, 0.0);
  if (!(squares_x > 0) || !(squares_y > 0)) return out;
  for (size_t k = 0; k < out.size(); ++k) {
    double sum = 0;
    for (size_t t = k; t < y.size(); ++t) sum += (x[t - k] - mean_x) * (y[t] - mean_y);
    out[k] = sum / std::sqrt(squares_x * squares_y);
  }
  return out;
}

Portmanteau LjungBox(std::span<const double> x, int lags, int fitted) {
  const auto n = static_cast<double>(x.size());
  const std::vector<double> r = CrossCorrelations(x, x, lags);
  Portmanteau test;
  for (int k = 1; k <= lags; ++k) {
    const double at = r[static_cast<size_t>(k)];
    test.statistic += at * at / (n - k);
  }
  test.statistic *= n * (n + 2);
  test.p_value = ChiSquaredUpperTail(test.statistic, lags - fitted);
  return test;
}

}  // namespace northstar::stats
