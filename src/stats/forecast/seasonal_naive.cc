#include "stats/forecast/seasonal_naive.h"

#include <cmath>

namespace northstar::stats {

std::vector<double> SeasonalNaive(std::span<const double> values, size_t season, bool drift,
                                  size_t horizon) {
  const size_t n = values.size();
  double change = 0;
  if (drift && n > season) {
    for (size_t t = season; t < n; ++t) change += values[t] - values[t - season];
    change /= static_cast<double>(n - season);
  }
  std::vector<double> ahead(horizon);
  for (size_t h = 0; h < horizon; ++h) {
    const auto seasons = static_cast<double>(h / season + 1);
    ahead[h] = values[n - season + h % season] + seasons * change;
  }
  return ahead;
}

double SeasonalNaiveError(std::span<const double> values, size_t season) {
  if (values.size() <= season) return 0;
  double squares = 0;
  for (size_t t = season; t < values.size(); ++t) {
    const double change = values[t] - values[t - season];
    squares += change * change;
  }
  return std::sqrt(squares / static_cast<double>(values.size() - season));
}

}  // namespace northstar::stats
