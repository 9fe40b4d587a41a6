#include "stats/anomaly/clean_history.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"
#include "stats/anomaly/outliers.h"
#include "stats/seasonal_trend.h"

namespace northstar::stats {
namespace {

constexpr double kAlpha = 0.01;
constexpr size_t kMostOutliers = 50, kValuesPerOutlier = 10;
constexpr size_t kLeastSeasons = 3;

// Missing ones from a period before or after; else straight between their neighbours.
std::vector<double> Filled(std::span<const std::optional<double>> values, size_t period) {
  const size_t n = values.size();
  std::vector<double> filled(n);
  std::optional<size_t> before;
  for (size_t i = 0; i < n; ++i) {
    if (values[i]) {
      filled[i] = *values[i];
      before = i;
      continue;
    }
    if (period > 0 && i >= period && values[i - period]) {
      filled[i] = *values[i - period];
      continue;
    }
    if (period > 0 && i + period < n && values[i + period]) {
      filled[i] = *values[i + period];
      continue;
    }
    size_t after = i;
    while (after < n && !values[after]) ++after;
    if (!before) {
      filled[i] = *values[after];  // one is present
    } else if (after == n) {
      filled[i] = *values[*before];
    } else {
      const double share = static_cast<double>(i - *before) / static_cast<double>(after - *before);
      filled[i] = *values[*before] + share * (*values[after] - *values[*before]);
    }
  }
  return filled;
}

// `values` without their seasons: at the edge of a new level a value is as the one beside it.
std::vector<size_t> LoneOutliers(const std::vector<double>& rest,
                                 const std::vector<double>& values) {
  const size_t most = std::min(kMostOutliers, rest.size() / kValuesPerOutlier);
  const EsdResult found = GeneralisedEsd(rest, most, kAlpha);
  std::vector<size_t> places;
  for (size_t k = 0; k < found.outliers; ++k) places.push_back(found.steps[k].index);
  std::sort(places.begin(), places.end());
  std::vector<size_t> lone;
  for (size_t k = 0; k < places.size(); ++k) {
    const bool one_before = k > 0 && places[k - 1] + 1 == places[k];
    const bool one_after = k + 1 < places.size() && places[k] + 1 == places[k + 1];
    const size_t i = places[k];
    const auto far_from = [&](size_t other) {
      return std::fabs(values[i] - values[other]) > std::fabs(rest[i]) / 2;
    };
    const bool edge = (i > 0 && !far_from(i - 1)) || (i + 1 < rest.size() && !far_from(i + 1));
    if (!one_before && !one_after && !edge) lone.push_back(i);
  }
  return lone;
}

}  // namespace

CleanedHistory CleanHistory(std::span<const std::optional<double>> values,
                            std::span<const size_t> periods) {
  NS_CHECK(std::any_of(values.begin(), values.end(), [](const auto& v) { return v.has_value(); }));
  CleanedHistory out;
  std::vector<size_t> usable;
  for (const size_t period : periods) {
    if (values.size() >= kLeastSeasons * period) usable.push_back(period);
  }
  const std::vector<double> filled = Filled(values, usable.empty() ? 0 : usable.front());
  SeveralSeasons parts = DecomposeSeasons(filled, usable, {});
  std::vector<size_t> strong;
  for (size_t s = 0; s < usable.size(); ++s) {
    const SeasonalTrend alone{parts.seasons[s], parts.trend, parts.rest};
    out.season_strengths.push_back(alone.SeasonStrength());
    if (out.season_strengths.back() >= kStrongSeason) strong.push_back(usable[s]);
  }
  out.season_strengths.resize(periods.size(), 0);
  if (strong.size() < usable.size()) parts = DecomposeSeasons(filled, strong, {});
  out.values = filled;
  for (const auto& season : parts.seasons) {
    for (size_t i = 0; i < filled.size(); ++i) out.values[i] -= season[i];
  }
  out.outliers = LoneOutliers(parts.rest, out.values);
  for (const size_t i : out.outliers) out.values[i] = parts.trend[i];
  for (size_t i = 0; i < filled.size(); ++i) {
    if (!values[i]) out.values[i] = parts.trend[i];
  }
  return out;
}

}  // namespace northstar::stats
