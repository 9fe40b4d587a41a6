#include "stats/jackknife.h"

#include <cmath>

#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {

std::optional<Interval> Jackknife(double estimate, std::span<const double> without, double level) {
  const auto buckets = static_cast<double>(without.size());
  if (without.size() < 2) return std::nullopt;
  const double mean = Mean(without);
  double squares = 0;
  for (const double value : without) squares += (value - mean) * (value - mean);
  const double error = std::sqrt((buckets - 1) / buckets * squares);
  const double t = TQuantile(0.5 + level / 2, buckets - 1);
  return Interval{estimate - t * error, estimate + t * error, error};
}

}  // namespace northstar::stats
