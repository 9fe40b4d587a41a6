#include "stats/anomaly/outliers.h"

#include <cmath>
#include <numeric>

#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr double kMadToDeviation = 1.4826;
constexpr double kMeanToDeviation = 1.2533;
constexpr size_t kLeastLeft = 3;

double CriticalDeviate(size_t left, double alpha) {
  const auto n = static_cast<double>(left);
  const double t = TQuantile(1 - alpha / (2 * n), n - 2);
  return (n - 1) * t / std::sqrt((n - 2 + t * t) * n);
}

}  // namespace

EsdResult GeneralisedEsd(std::span<const double> x, size_t most, double alpha) {
  EsdResult result;
  std::vector<size_t> left(x.size());
  std::iota(left.begin(), left.end(), size_t{0});
  while (result.steps.size() < most && left.size() > kLeastLeft) {
    std::vector<double> values;
    for (const size_t i : left) values.push_back(x[i]);
    const double mean = Mean(values);
    const double deviation = std::sqrt(Variance(values));
    if (!(deviation > 0)) break;
    size_t furthest = 0;
    for (size_t k = 1; k < values.size(); ++k) {
      if (std::fabs(values[k] - mean) > std::fabs(values[furthest] - mean)) furthest = k;
    }
    result.steps.push_back({left[furthest], std::fabs(values[furthest] - mean) / deviation,
                            CriticalDeviate(left.size(), alpha)});
    const EsdStep& step = result.steps.back();
    if (step.statistic > step.critical) result.outliers = result.steps.size();
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(furthest));
  }
  return result;
}

std::vector<double> RobustScores(std::span<const double> x) {
  if (x.empty()) return {};
  const std::vector<double> values(x.begin(), x.end());
  const double centre = Median(values);
  double spread = kMadToDeviation * Mad(values);
  if (spread == 0) {
    std::vector<double> distances;
    for (const double value : x) distances.push_back(std::fabs(value - centre));
    spread = kMeanToDeviation * Mean(distances);
  }
  std::vector<double> scores;
  for (const double value : x) scores.push_back(spread > 0 ? (value - centre) / spread : 0);
  return scores;
}

}  // namespace northstar::stats
