#include "stats/forecast/nowcast.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastShares = 6;

struct Estimate {
  double mean = 0, variance = 0;
};

Estimate InverseVariance(const Estimate& a, const Estimate& b) {
  if (!(a.variance > 0)) return a;
  if (!(b.variance > 0)) return b;
  const double weight = b.variance / (a.variance + b.variance);
  return {weight * a.mean + (1 - weight) * b.mean, weight * a.variance};
}

}  // namespace

std::optional<Nowcast> NowcastPeriod(double partial, std::span<const double> shares, double level,
                                     double relative_error) {
  if (shares.size() < kLeastShares || !(partial > 0)) return std::nullopt;
  std::vector<double> logs;
  for (const double share : shares) {
    if (!(share > 0)) return std::nullopt;
    logs.push_back(std::log(share));
  }
  const auto m = static_cast<double>(shares.size());
  Nowcast result;
  result.share = Mean(shares);
  result.share_spread = std::sqrt(Variance(logs));
  result.df = m - 1;
  // The period to come scatters about a mean that is itself known from m periods.
  result.deviation = std::sqrt(Variance(logs) * (1 + 1 / m) + relative_error * relative_error);
  result.mean = partial / result.share;
  const double reach = TQuantile((1 + level) / 2, result.df) * result.deviation;
  result.low = result.mean * std::exp(-reach);
  result.high = result.mean * std::exp(reach);
  const bool grows = *std::max_element(shares.begin(), shares.end()) <= 1;
  if (grows && relative_error == 0) result.low = std::max(result.low, partial);
  return result;
}

ForecastStep BlendNowcast(const Nowcast& nowcast, const ForecastStep& forecast,
                          double forecast_level, double level, double partial) {
  if (!(forecast_level > 0)) return {nowcast.mean, nowcast.low, nowcast.high};
  const double spread = 2 * NormalQuantile((1 + forecast_level) / 2);
  const double t = TQuantile((1 + level) / 2, nowcast.df);
  ForecastStep result;
  if (forecast.low > 0 && forecast.mean > 0) {
    const double deviation = std::log(forecast.high / forecast.low) / spread;
    const Estimate both =
        InverseVariance({std::log(nowcast.mean), nowcast.deviation * nowcast.deviation},
                        {std::log(forecast.mean), deviation * deviation});
    const double reach = t * std::sqrt(both.variance);
    result = {std::exp(both.mean), std::exp(both.mean - reach), std::exp(both.mean + reach)};
  } else {
    const double deviation = (forecast.high - forecast.low) / spread;
    const double own = nowcast.mean * nowcast.deviation;
    const Estimate both =
        InverseVariance({nowcast.mean, own * own}, {forecast.mean, deviation * deviation});
    const double reach = t * std::sqrt(both.variance);
    result = {both.mean, both.mean - reach, both.mean + reach};
  }
  result.low = std::max(result.low, partial);
  result.mean = std::max(result.mean, result.low);
  result.high = std::max(result.high, result.mean);
  return result;
}

}  // namespace northstar::stats
