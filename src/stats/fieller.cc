#include "stats/fieller.h"

#include <algorithm>
#include <cmath>

namespace northstar::stats {

std::optional<RatioInterval> Fieller(const RatioParts& parts, double quantile) {
  const double a = parts.numerator_variance;
  const double b = parts.denominator_variance;
  const double c = parts.covariance;
  const double scale = quantile / parts.denominator;
  const double g = scale * scale * b;
  if (parts.denominator == 0 || !(g < 1)) return std::nullopt;
  const double ratio = parts.numerator / parts.denominator;
  const double center = ratio - scale * scale * c;
  const double square = a - 2 * ratio * c + ratio * ratio * b - scale * scale * (a * b - c * c);
  const double spread = std::fabs(scale) * std::sqrt(std::max(0.0, square));
  return RatioInterval{ratio, (center - spread) / (1 - g), (center + spread) / (1 - g)};
}

}  // namespace northstar::stats
