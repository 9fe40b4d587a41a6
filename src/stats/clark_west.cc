#include "stats/clark_west.h"

#include <cmath>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

double MeanBefore(const std::vector<double>& dx, size_t t, const Lag& lag) {
  double sum = 0;
  for (int w = 0; w < lag.width; ++w) sum += dx[t - static_cast<size_t>(lag.first + w)];
  return sum / lag.width;
}

double Dot(const std::vector<double>& coefficients, const std::vector<double>& row) {
  double sum = 0;
  for (size_t i = 0; i < row.size(); ++i) sum += coefficients[i] * row[i];
  return sum;
}

}  // namespace

std::optional<ForecastGain> ClarkWest(const std::vector<double>& dy, const std::vector<double>& dx,
                                      const Columns& season, size_t first,
                                      const std::function<Lag(size_t)>& choose) {
  std::vector<double> adjusted;
  ForecastGain gain;
  for (size_t t = first; t < dy.size(); ++t) {
    const Lag lag = choose(t);
    const auto start = static_cast<size_t>(std::max(1, lag.first + lag.width - 1));
    const auto row = [&](size_t s) {
      std::vector<double> values{1.0, dy[s - 1]};
      for (const std::vector<double>& column : season) values.push_back(column[s]);
      return values;
    };
    if (t <= start) continue;
    Columns x(2 + season.size());
    std::vector<double> y;
    std::vector<double> lead;
    for (size_t s = start; s < t; ++s) {
      const std::vector<double> values = row(s);
      for (size_t c = 0; c < values.size(); ++c) x[c].push_back(values[c]);
      lead.push_back(MeanBefore(dx, s, lag));
      y.push_back(dy[s]);
    }
    const auto without = LeastSquares(x, y);
    x.push_back(lead);
    const auto with = LeastSquares(x, y);
    if (!without || !with) continue;
    std::vector<double> now = row(t);
    const double forecast0 = Dot(without->coefficients, now);
    now.push_back(MeanBefore(dx, t, lag));
    const double forecast1 = Dot(with->coefficients, now);
    const double e0 = dy[t] - forecast0;
    const double e1 = dy[t] - forecast1;
    const double shift = forecast0 - forecast1;
    adjusted.push_back(e0 * e0 - (e1 * e1 - shift * shift));
    gain.mspe_without += e0 * e0;
    gain.mspe_with += e1 * e1;
  }
  gain.forecasts = static_cast<int>(adjusted.size());
  if (gain.forecasts < 10) return std::nullopt;
  gain.mspe_without /= gain.forecasts;
  gain.mspe_with /= gain.forecasts;
  if (!(gain.mspe_without > 0)) return std::nullopt;
  gain.r2_out_of_sample = 1 - gain.mspe_with / gain.mspe_without;
  const double error = std::sqrt(Variance(adjusted) / gain.forecasts);
  gain.statistic = error > 0 ? Mean(adjusted) / error : 0;
  return gain;
}

}  // namespace northstar::stats
