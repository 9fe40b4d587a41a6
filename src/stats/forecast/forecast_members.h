// The single forecasters that a forecast is combined from. Each is fitted to a history once and
// then forecasts from any end of it, so that many origins cost little. Each runs on the series as
// it is or with its seasons taken away and put back. Pure and thread safe.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "stats/forecast/autoregression.h"
#include "stats/forecast/exponential_smoothing.h"
#include "stats/forecast/seasonal_profile.h"

namespace northstar::stats {

enum class ForecastModel {
  kNaive,
  kSeasonalNaive,
  kLocalLevel,
  kDampedTrend,
  kTheta,
  kShortAutoregression,
  kLongAutoregression,
  kHoltWinters,
};

std::string_view NameOf(ForecastModel model);

struct ForecastMember {
  ForecastModel model = ForecastModel::kNaive;
  bool deseasoned = false;
  double season = 0;  // that it goes by, in periods; 0: none
};
// Those that so many values and these seasons allow.
std::vector<ForecastMember> MembersFor(size_t values, std::span<const double> seasons);

// The seasons, shortest first, taken away one after the other. Those too long are left out.
class SeasonRemover {
 public:
  // REQUIRES: seasons of at least 2 periods.
  SeasonRemover(std::span<const double> values, std::span<const double> seasons);

  struct Result {
    std::vector<double> values;  // without season
    std::vector<double> ahead;   // season of the `horizon` periods after them
  };
  // Of the first values of the same series: their seasons are taken from them alone.
  Result Remove(std::span<const double> values, size_t horizon) const;

 private:
  struct Season {
    double period = 0;
    SeasonMemory memory;
  };
  std::vector<Season> seasons_;
};

class FittedMember {
 public:
  // Fitted to the values, which have no season where the member is `deseasoned`.
  FittedMember(const ForecastMember& member, std::span<const double> values);

  // REQUIRES: not empty.
  std::vector<double> Forecast(std::span<const double> values, size_t horizon) const;

 private:
  ForecastMember member_;
  size_t season_ = 0;
  SmoothingParameters smoothing_;
  ChangeAutoregression autoregression_;
};

}  // namespace northstar::stats
