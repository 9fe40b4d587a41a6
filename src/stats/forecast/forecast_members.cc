#include "stats/forecast/forecast_members.h"

#include <algorithm>
#include <cmath>

#include "stats/forecast/local_level.h"
#include "stats/forecast/seasonal_naive.h"
#include "stats/forecast/theta.h"

namespace northstar::stats {
namespace {

constexpr size_t kShortOrder = 8;
// Lags beyond the season: what came just before the same place a season ago.
constexpr size_t kLagsBeyondSeason = 2;
constexpr double kLongestSeasonOfLags = 60;
constexpr size_t kLongestHoltWinters = 24;
constexpr double kPenalty = 10;
constexpr size_t kLongOrderWithoutSeason = 26;

size_t Whole(double season) {
  return static_cast<size_t>(std::lround(season));
}

// The longest season that the history holds and that is made of whole ones of the shortest, as a
// week of hours is of days; else the shortest.
double LongestOf(size_t values, std::span<const double> seasons) {
  double longest = seasons.front();
  for (const double season : seasons) {
    const double times = season / seasons.front();
    if (times == std::round(times) && EnoughForSeason(values, season))
      longest = std::max(longest, season);
  }
  return longest;
}

size_t LongOrder(double season) {
  if (season < 2 || season > kLongestSeasonOfLags) {
    return kLongOrderWithoutSeason;
  }
  return Whole(season) + kLagsBeyondSeason;
}

}  // namespace

std::string_view NameOf(ForecastModel model) {
  switch (model) {
    case ForecastModel::kNaive:
      return "naive";
    case ForecastModel::kSeasonalNaive:
      return "seasonal naive";
    case ForecastModel::kLocalLevel:
      return "local level";
    case ForecastModel::kDampedTrend:
      return "damped trend";
    case ForecastModel::kTheta:
      return "theta";
    case ForecastModel::kShortAutoregression:
      return "short autoregression";
    case ForecastModel::kLongAutoregression:
      return "long autoregression";
    case ForecastModel::kHoltWinters:
      return "Holt-Winters";
  }
  return "";
}

std::vector<ForecastMember> MembersFor(size_t values, std::span<const double> seasons) {
  using enum ForecastModel;
  const bool seasonal = !seasons.empty() && EnoughForSeason(values, seasons.front());
  // A trend over less than two seasons may be half of a season.
  if (!seasons.empty() && !seasonal) return {{kLocalLevel, false}, {kTheta, false}};
  std::vector<ForecastMember> members{
      {kLocalLevel, false}, {kDampedTrend, false}, {kTheta, false}, {kShortAutoregression, false}};
  if (!seasonal) return members;
  const double season = seasons.front();
  for (const ForecastModel model : {kLocalLevel, kDampedTrend, kTheta, kShortAutoregression}) {
    members.push_back({model, true});
  }
  members.push_back({kSeasonalNaive, false});
  for (ForecastMember& member : members) member.season = season;
  const double longest = LongestOf(values, seasons);
  if (longest > season) members.push_back({kSeasonalNaive, false, longest});
  if (values > 3 * LongOrder(season)) {
    members.push_back({kLongAutoregression, false, season});
    members.push_back({kLongAutoregression, true, season});
  }
  if (Whole(season) <= kLongestHoltWinters && values >= 3 * Whole(season)) {
    members.push_back({kHoltWinters, false, season});
  }
  return members;
}

SeasonRemover::SeasonRemover(std::span<const double> values, std::span<const double> seasons) {
  std::vector<double> left(values.begin(), values.end());
  for (const double period : seasons) {
    if (!EnoughForSeason(values.size(), period)) continue;
    seasons_.push_back({period, ChooseSeasonMemory(left, period)});
    const SeasonalProfile profile(left, period, seasons_.back().memory);
    for (size_t t = 0; t < left.size(); ++t) left[t] -= profile.At(t);
  }
}

SeasonRemover::Result SeasonRemover::Remove(std::span<const double> values, size_t horizon) const {
  Result result{{values.begin(), values.end()}, std::vector<double>(horizon, 0.0)};
  for (const Season& season : seasons_) {
    if (!EnoughForSeason(values.size(), season.period)) continue;
    const SeasonalProfile profile(result.values, season.period, season.memory);
    for (size_t t = 0; t < values.size(); ++t) result.values[t] -= profile.At(t);
    for (size_t h = 0; h < horizon; ++h) result.ahead[h] += profile.At(values.size() + h);
  }
  return result;
}

FittedMember::FittedMember(const ForecastMember& member, std::span<const double> values)
    : member_(member), season_(member.season >= 2 ? Whole(member.season) : 0) {
  switch (member.model) {
    case ForecastModel::kNaive:
    case ForecastModel::kSeasonalNaive:
      break;
    case ForecastModel::kLocalLevel: {
      const auto variances = FitLocalLevel(values);
      smoothing_.level = variances ? SteadyWeight(*variances) : 1;
      break;
    }
    case ForecastModel::kDampedTrend:
      smoothing_ = FitDampedTrend(values);
      break;
    case ForecastModel::kTheta:
      smoothing_.level = FitThetaLevel(values).weight;
      break;
    case ForecastModel::kLongAutoregression:
      autoregression_ = FitLongAutoregression(values, LongOrder(member.season), kPenalty);
      if (!autoregression_.coefficients.empty()) break;
      [[fallthrough]];
    case ForecastModel::kShortAutoregression:
      autoregression_ = FitShortAutoregression(values, kShortOrder);
      break;
    case ForecastModel::kHoltWinters:
      if (values.size() >= 2 * season_) smoothing_ = FitDampedHoltWinters(values, season_);
      break;
  }
}

std::vector<double> FittedMember::Forecast(std::span<const double> values, size_t horizon) const {
  switch (member_.model) {
    case ForecastModel::kNaive:
      break;
    case ForecastModel::kSeasonalNaive:
      if (values.size() < season_) break;
      return SeasonalNaive(values, season_, true, horizon);
    case ForecastModel::kLocalLevel:
      return ForecastSmoothed(Smooth(values, smoothing_, StartState(values, false, 0)).state, 1,
                              horizon);
    case ForecastModel::kDampedTrend:
      return ForecastSmoothed(Smooth(values, smoothing_, StartState(values, true, 0)).state,
                              smoothing_.damping, horizon);
    case ForecastModel::kTheta:
      return ThetaForecast(values, smoothing_.level, horizon);
    case ForecastModel::kShortAutoregression:
    case ForecastModel::kLongAutoregression:
      return ForecastAutoregression(values, autoregression_, horizon);
    case ForecastModel::kHoltWinters:
      if (values.size() < 2 * season_) break;
      return ForecastSmoothed(Smooth(values, smoothing_, StartState(values, true, season_)).state,
                              smoothing_.damping, horizon);
  }
  return std::vector<double>(horizon, values.back());
}

}  // namespace northstar::stats
