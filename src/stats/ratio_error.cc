#include "stats/ratio_error.h"

#include <cmath>
#include <vector>

#include "stats/describe.h"

namespace northstar::stats {

double RatioStandardError(std::span<const double> numerator, std::span<const double> denominator) {
  const double total = Sum(denominator);
  const double ratio = Sum(numerator) / total;
  // The bracket of the formula is the variance of N - R·D: one sum of squares, nothing to cancel.
  std::vector<double> residuals;
  for (size_t i = 0; i < numerator.size(); ++i)
    residuals.push_back(numerator[i] - ratio * denominator[i]);
  const auto n = static_cast<double>(numerator.size());
  return std::sqrt(n * Variance(residuals)) / std::fabs(total);
}

}  // namespace northstar::stats
