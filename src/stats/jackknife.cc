#include "stats/jackknife.h"

#include <algorithm>
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

std::optional<Interval> JackknifeWithin(double estimate, std::span<const double> without,
                                        double level, double least, double most) {
  auto interval = Jackknife(estimate, without, level);
  if (!interval || (interval->low >= least && interval->high <= most)) return interval;
  const double half = interval->high - estimate;
  const double above = estimate - least;
  const double below = most - estimate;
  if (std::isfinite(least) && std::isfinite(most) && above > 0 && below > 0) {
    const double width = most - least;
    const double odds = above / below;
    const double factor = std::exp(half * width / (above * below));
    interval->low = least + width * (odds / factor) / (1 + odds / factor);
    interval->high =
        std::isfinite(odds * factor) ? least + width * (odds * factor) / (1 + odds * factor) : most;
  } else if (std::isfinite(least) && !std::isfinite(most) && above > 0) {
    const double factor = std::exp(half / above);
    interval->low = least + above / factor;
    interval->high = least + above * factor;
  } else if (std::isfinite(most) && !std::isfinite(least) && below > 0) {
    const double factor = std::exp(half / below);
    interval->low = most - below * factor;
    interval->high = most - below / factor;
  }
  interval->low = std::min(estimate, std::max(least, interval->low));
  interval->high = std::max(estimate, std::min(most, interval->high));
  return interval;
}

}  // namespace northstar::stats
