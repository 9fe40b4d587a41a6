// An autoregression of the changes from one period to the next, with a mean change: it sees that
// growth comes in runs, that a jump is followed by a return, and, with as many lags as a season
// has periods, what happened a season ago. Many lags are held in check by a ridge penalty.
// Source: Box & Jenkins 1976; Hoerl & Kennard 1970; order by AICc where no season sets it.
// Pure and thread safe. REQUIRES everywhere: finite values.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

struct ChangeAutoregression {
  double mean = 0;                   // change per period
  std::vector<double> coefficients;  // the newest lag's first; empty: changes tell nothing
};

// The order from 0 to `largest_order` with the smallest AICc; the mean change is left at 0, as a
// drift from few values misleads more than it helps.
ChangeAutoregression FitShortAutoregression(std::span<const double> values, size_t largest_order);
// All of `order` lags; `penalty` counts as that many changes, of usual size in each lag, without
// effect. Empty coefficients when there are under 1.5 · order + 20 changes.
ChangeAutoregression FitLongAutoregression(std::span<const double> values, size_t order,
                                           double penalty);

std::vector<double> ForecastAutoregression(std::span<const double> values,
                                           const ChangeAutoregression& model, size_t horizon);

}  // namespace northstar::stats
