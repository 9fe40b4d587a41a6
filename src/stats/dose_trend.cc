#include "stats/dose_trend.h"

#include "stats/distributions.h"

namespace northstar::stats {
namespace {

void Add(const DoseStratum& stratum, TrendVariance kind, DoseTrend& trend) {
  double n = 0;
  double hits = 0;
  double weighted = 0;
  for (size_t j = 0; j < stratum.n.size(); ++j) {
    const auto units = static_cast<double>(stratum.n[j]);
    n += units;
    hits += static_cast<double>(stratum.hits[j]);
    weighted += units * stratum.score[j];
  }
  if (n < 2) return;
  const double mean = weighted / n;
  double squares = 0;
  for (size_t j = 0; j < stratum.n.size(); ++j) {
    const auto units = static_cast<double>(stratum.n[j]);
    // The scores sum to 0 around their mean, so centring leaves U as it is.
    const double score = stratum.score[j] - mean;
    trend.u += score * (static_cast<double>(stratum.hits[j]) - units * hits / n);
    squares += units * score * score;
  }
  const double divisor = kind == TrendVariance::kHypergeometric ? n - 1 : n;
  trend.variance += hits * (n - hits) / n * squares / divisor;
}

}  // namespace

std::optional<DoseTrend> TestDoseTrend(std::span<const DoseStratum> strata,
                                       TrendVariance variance) {
  DoseTrend trend;
  for (const DoseStratum& stratum : strata) Add(stratum, variance, trend);
  if (!(trend.variance > 0)) return std::nullopt;
  trend.chi_squared = trend.u * trend.u / trend.variance;
  trend.p_value = ChiSquaredUpperTail(trend.chi_squared, 1);
  return trend;
}

}  // namespace northstar::stats
