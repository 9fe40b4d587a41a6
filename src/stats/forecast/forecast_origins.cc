#include "stats/forecast/forecast_origins.h"

#include <algorithm>
#include <cmath>

namespace northstar::stats {
namespace {

// The larger, the nearer to the single best; less while few origins have been judged.
constexpr double kPower = 12;
constexpr double kOriginsForHalfPower = 8;

struct Reach {
  double low = 0, high = 0;
};

Reach ReachOf(std::span<const double> values, size_t horizon) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double beyond =
      (*high - *low) * (1 + 2 * static_cast<double>(horizon) / static_cast<double>(values.size()));
  return {*low - beyond, *high + beyond};
}

// The shortest history with all seasons that `n` values have, where one is left to judge by.
size_t FirstWithSeasons(size_t n, std::span<const double> seasons) {
  size_t first = 0;
  for (const double season : seasons) {
    if (!EnoughForSeason(n - 1, season)) continue;
    while (!EnoughForSeason(first, season)) ++first;
  }
  return first;
}

// Parameters of all members, fitted to one history.
class FittedMembers {
 public:
  FittedMembers(std::span<const double> values, std::span<const double> seasons,
                const std::vector<ForecastMember>& members)
      : remover_(values, seasons), members_(members) {
    const SeasonRemover::Result plain = remover_.Remove(values, 0);
    for (const ForecastMember& member : members) {
      fitted_.emplace_back(member, member.deseasoned ? plain.values : values);
    }
  }

  void Append(std::span<const double> values, size_t horizon, RollingForecasts* rolling) const {
    const SeasonRemover::Result plain = remover_.Remove(values, horizon);
    const Reach reach = ReachOf(values, horizon);
    for (size_t m = 0; m < members_.size(); ++m) {
      const bool deseasoned = members_[m].deseasoned;
      std::vector<double> ahead =
          fitted_[m].Forecast(deseasoned ? std::span<const double>(plain.values) : values, horizon);
      for (size_t h = 0; h < horizon; ++h) {
        if (deseasoned) ahead[h] += plain.ahead[h];
        ahead[h] = std::clamp(ahead[h], reach.low, reach.high);
      }
      rolling->ahead[m].push_back(std::move(ahead));
    }
    rolling->origins.push_back(values.size());
  }

 private:
  SeasonRemover remover_;
  const std::vector<ForecastMember>& members_;
  std::vector<FittedMember> fitted_;
};

std::vector<double> WeightsFrom(const std::vector<double>& losses, double judged) {
  const size_t n = losses.size();
  std::vector<double> weights(n, 1.0 / static_cast<double>(n));
  const double least = *std::min_element(losses.begin(), losses.end());
  const double most = *std::max_element(losses.begin(), losses.end());
  if (!(most > 0)) return weights;
  const double floor = 1e-12 * most;
  const double power = kPower * judged / (judged + kOriginsForHalfPower);
  double sum = 0;
  for (size_t m = 0; m < n; ++m) {
    weights[m] = std::pow((least + floor) / (losses[m] + floor), power);
    sum += weights[m];
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

}  // namespace

RollingForecasts RollForecasts(std::span<const double> values, std::span<const double> seasons,
                               size_t horizon, const OriginOptions& options) {
  const size_t n = values.size();
  RollingForecasts rolling;
  rolling.members = MembersFor(n, seasons);
  rolling.ahead.resize(rolling.members.size());
  const size_t first = std::max({size_t{1}, n / 2, n - std::min(n, options.most)});
  const size_t whole = std::max(first, FirstWithSeasons(n, seasons));
  rolling.comparable = whole - first;
  std::vector<size_t> fits;
  if (first < whole) fits.push_back(first);
  const size_t parts = std::max<size_t>(1, options.refits);
  for (size_t part = 0; part <= parts; ++part) fits.push_back(whole + (n - whole) * part / parts);
  for (size_t i = 0; i + 1 < fits.size(); ++i) {
    if (fits[i] == fits[i + 1]) continue;
    const FittedMembers fitted(values.first(fits[i]), seasons, rolling.members);
    for (size_t end = fits[i]; end < fits[i + 1]; ++end) {
      fitted.Append(values.first(end), horizon, &rolling);
    }
  }
  FittedMembers(values, seasons, rolling.members).Append(values, horizon, &rolling);
  return rolling;
}

Combination CombineForecasts(std::span<const double> values, std::span<const char> observed,
                             std::span<const size_t> origins, size_t comparable,
                             const std::vector<std::vector<std::vector<double>>>& ahead,
                             const Loss& loss) {
  const size_t members = ahead.size();
  const size_t horizon = ahead[0][0].size();
  std::vector<double> sums(members, 0.0);
  Combination result;
  double own_loss = 0;
  double judgements = 0;
  size_t oldest = comparable;  // whose last step is still to come
  for (size_t i = 0; i < origins.size(); ++i) {
    // Values that became known since the origin before.
    for (size_t t = i == 0 ? origins[0] : origins[i - 1]; t < origins[i]; ++t) {
      while (oldest < i && origins[oldest] + horizon <= t) ++oldest;
      if (!observed[t]) continue;
      for (size_t j = oldest; j < i; ++j) {
        const size_t h = t - origins[j];
        for (size_t m = 0; m < members; ++m) sums[m] += loss(values[t], ahead[m][j][h]);
        own_loss += loss(values[t], result.ahead[j][h]);
        ++judgements;
      }
    }
    result.weights = WeightsFrom(sums, i > comparable ? static_cast<double>(i - comparable) : 0);
    std::vector<double> combined(horizon, 0.0);
    for (size_t m = 0; m < members; ++m) {
      for (size_t h = 0; h < horizon; ++h) combined[h] += result.weights[m] * ahead[m][i][h];
    }
    result.ahead.push_back(std::move(combined));
  }
  if (judgements > 0) result.loss = own_loss / judgements;
  return result;
}

}  // namespace northstar::stats
