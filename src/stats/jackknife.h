// Uncertainty of any smooth figure from its values with one bucket of entities left out.
// Source: delete-a-group jackknife (Quenouille 1956; Kott 2001).
#pragma once

#include <optional>
#include <span>

namespace northstar::stats {

struct Interval {
  double low = 0;
  double high = 0;
  double standard_error = 0;
};

// `without[b]` is the figure without bucket b. SE² = (B-1)/B · Σ (without[b] - mean)², and the
// interval is estimate ± t(B-1) · SE at `level` (0-1). Nullopt with fewer than 2 buckets.
std::optional<Interval> Jackknife(double estimate, std::span<const double> without, double level);

// The same of a figure that is never below `least` or above `most`: where the interval would pass
// one of them, it is made on the logarithm of the distance to it, or, with both, on that of the
// odds (Efron & Tibshirani 1993, ch. 14: transformed intervals), so that it holds the estimate and
// nothing that cannot be. At a bound itself it ends there. REQUIRES: least <= estimate <= most, but
// for rounding; infinite where there is none.
std::optional<Interval> JackknifeWithin(double estimate, std::span<const double> without,
                                        double level, double least, double most);

}  // namespace northstar::stats
