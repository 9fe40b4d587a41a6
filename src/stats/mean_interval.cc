#include "stats/mean_interval.h"

#include <vector>

#include "stats/describe.h"
#include "stats/poisson_bootstrap.h"

namespace northstar::stats {

std::optional<MeanInterval> BootstrapMean(std::span<const double> values, int replicates,
                                          double level, uint64_t salt) {
  if (values.size() < 30) return std::nullopt;
  const double mean = Mean(values);
  std::vector<double> means;
  for (int r = 0; r < replicates; ++r) {
    double sum = 0;
    int64_t units = 0;
    for (size_t i = 0; i < values.size(); ++i) {
      const int weight = PoissonWeight(salt, static_cast<uint64_t>(r), i);
      sum += weight * (values[i] - mean);
      units += weight;
    }
    if (units > 0) means.push_back(mean + sum / static_cast<double>(units));
  }
  if (means.size() < 2) return std::nullopt;
  return MeanInterval{mean, Quantile(means, 0.5 - level / 2), Quantile(means, 0.5 + level / 2)};
}

}  // namespace northstar::stats
