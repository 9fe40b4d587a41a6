// An interval for a ratio of two estimates whose errors may go together: all ratios at which
// numerator - ratio · denominator is no further from 0 than chance takes it. Unlike the delta
// method it holds where the denominator is only a few of its errors away from 0, and it refuses
// where the denominator may be 0, since the ratio then may be anything. Source: Fieller 1954. Pure
// and thread safe.
#pragma once

#include <optional>

namespace northstar::stats {

struct RatioParts {
  double numerator = 0;
  double denominator = 0;
  // Squared standard errors, and the covariance of the two.
  double numerator_variance = 0;
  double denominator_variance = 0;
  double covariance = 0;
};

struct RatioInterval {
  double ratio = 0;
  double low = 0;
  double high = 0;
};

// `quantile`: how many standard errors the interval reaches, as NormalQuantile(0.975). Nullopt
// where the denominator is not further than that from 0. REQUIRES: finite; variances >= 0;
// covariance² <= their product; quantile > 0.
std::optional<RatioInterval> Fieller(const RatioParts& parts, double quantile);

}  // namespace northstar::stats
