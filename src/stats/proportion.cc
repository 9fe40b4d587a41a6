#include "stats/proportion.h"

#include <algorithm>
#include <cmath>

#include "stats/distributions.h"

namespace northstar::stats {
namespace {

Proportion ScoreInterval(double share, double n, double level) {
  const double z = NormalQuantile(0.5 + level / 2);
  const double square = z * z / n;
  const double center = share + square / 2;
  const double reach = z * std::sqrt(share * (1 - share) / n + square / (4 * n));
  Proportion result;
  result.share = share;
  // The ends at 0 and 1 are exact in theory; rounding must not push the share out of them.
  result.low = share <= 0 ? 0 : std::clamp((center - reach) / (1 + square), 0.0, share);
  result.high = share >= 1 ? 1 : std::clamp((center + reach) / (1 + square), share, 1.0);
  return result;
}

}  // namespace

Proportion Wilson(int64_t hits, int64_t n, double level) {
  const auto units = static_cast<double>(n);
  return ScoreInterval(static_cast<double>(hits) / units, units, level);
}

Proportion WilsonOfFinite(int64_t hits, int64_t n, int64_t population, double level) {
  const auto units = static_cast<double>(n);
  const auto all = static_cast<double>(population);
  const double share = static_cast<double>(hits) / units;
  if (n >= population) return {share, share, share};
  return ScoreInterval(share, units * (all - 1) / (all - units), level);
}

double EValue(double risk_ratio) {
  const double ratio = risk_ratio < 1 ? 1 / risk_ratio : risk_ratio;
  return ratio + std::sqrt(ratio * (ratio - 1));
}

}  // namespace northstar::stats
