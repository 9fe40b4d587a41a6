#include "stats/local_projection.h"

#include <cmath>

#include "stats/distributions.h"
#include "stats/least_squares.h"

namespace northstar::stats {

std::optional<Projection> LocalProjection(const std::vector<double>& x,
                                          const std::vector<double>& y, int horizon, double level) {
  constexpr size_t kBack = 3;
  const auto h = static_cast<size_t>(horizon);
  Columns regressors(3);
  std::vector<double> ahead;
  for (size_t t = kBack; t + h < x.size(); ++t) {
    ahead.push_back(std::log(y[t + h]) - std::log(y[t]));
    regressors[0].push_back(std::log(x[t]) - std::log(x[t - kBack]));
    regressors[1].push_back(std::log(y[t]) - std::log(y[t - kBack]));
    regressors[2].push_back(1);
  }
  if (ahead.size() < 5 * h) return std::nullopt;
  const auto fit = LeastSquares(regressors, ahead);
  if (!fit) return std::nullopt;
  Projection out;
  out.horizon = horizon;
  out.rows = static_cast<int>(ahead.size());
  out.slope = fit->coefficients[0];
  out.standard_error = NeweyWestErrors(regressors, *fit, horizon + 2)[0];
  const double t = TQuantile(0.5 + level / 2, out.rows / static_cast<double>(horizon));
  out.low = out.slope - t * out.standard_error;
  out.high = out.slope + t * out.standard_error;
  return out;
}

}  // namespace northstar::stats
