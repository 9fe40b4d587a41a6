#include "stats/forecast/forecast.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/forecast/conformal.h"
#include "stats/forecast/forecast_origins.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastValues = 8;
constexpr size_t kMostValues = 5000;
constexpr double kLeastWeight = 0.01;
// A raw forecast at or under zero, where all values are positive, counts as this share of the
// smallest value when errors are taken on logarithms.
constexpr double kFloorShare = 0.01;
// A last change that is so many times as large as any before it may be an odd value.
constexpr double kOddChange = 3;

// The series without gaps, scaled by a power of two to at most 1, so that nothing over- or
// underflows.
struct Prepared {
  std::vector<double> values;
  std::vector<char> observed;
  int exponent = 0;
  size_t missing_at_end = 0;
  size_t filled = 0;
  double least = 0, floor = 0;
  bool may_be_negative = false;  // though `least` is not
};

void FillGaps(Prepared* series) {
  size_t before = 0;  // the last observed
  for (size_t t = 1; t < series->values.size(); ++t) {
    if (!series->observed[t]) continue;
    const double step =
        (series->values[t] - series->values[before]) / static_cast<double>(t - before);
    for (size_t gap = before + 1; gap < t; ++gap) {
      series->values[gap] = series->values[before] + step * static_cast<double>(gap - before);
      ++series->filled;
    }
    before = t;
  }
}

std::optional<Prepared> Prepare(std::span<const double> values) {
  const auto known = [](double value) { return !std::isnan(value); };
  const auto first = std::find_if(values.begin(), values.end(), known);
  if (first == values.end()) return std::nullopt;
  const auto last = std::find_if(values.rbegin(), values.rend(), known).base();
  Prepared series;
  series.missing_at_end = static_cast<size_t>(values.end() - last);
  double largest = 0;
  for (auto at = first; at != last; ++at) {
    if (known(*at)) largest = std::max(largest, std::fabs(*at));
  }
  std::frexp(largest, &series.exponent);
  for (auto at = first; at != last; ++at) {
    series.observed.push_back(known(*at) ? 1 : 0);
    series.values.push_back(known(*at) ? std::ldexp(*at, -series.exponent) : 0);
  }
  FillGaps(&series);
  series.least = *std::min_element(series.values.begin(), series.values.end());
  series.floor = kFloorShare * series.least;
  return series;
}

// The last value, where nobody can tell an odd one from a new level: it is taken out and forecast
// like the others. Nullopt: there is none.
std::optional<double> TakeOddLast(Prepared* series) {
  std::vector<double>& values = series->values;
  if (values.size() <= kLeastValues) return std::nullopt;
  const size_t last = values.size() - 1;
  double largest = 0;
  for (size_t t = 1; t < last; ++t)
    largest = std::max(largest, std::fabs(values[t] - values[t - 1]));
  const double odd = values[last];
  if (std::fabs(odd - values[last - 1]) <= kOddChange * largest) return std::nullopt;
  if (odd == values[last - 1]) return std::nullopt;  // all are the same
  values.pop_back();
  series->observed.pop_back();
  ++series->missing_at_end;
  // Logarithms where the others are positive; bounds of the intervals as far as it went.
  series->least = *std::min_element(values.begin(), values.end());
  series->floor = kFloorShare * series->least;
  series->may_be_negative = odd < 0;
  return odd;
}

// One scale's members and their combination, mapped back to the values' own scale.
struct OnScale {
  bool logs = false;
  RollingForecasts rolling;
  Combination combination;
};

OnScale ForecastOnScale(const Prepared& series, std::span<const double> seasons, size_t horizon,
                        bool logs, const OriginOptions& options) {
  std::vector<double> values = series.values;
  if (logs) {
    for (double& value : values) value = std::log(value);
  }
  OnScale result{logs, RollForecasts(values, seasons, horizon, options), {}};
  result.combination =
      CombineForecasts(values, series.observed, result.rolling.origins, result.rolling.comparable,
                       result.rolling.ahead,
                       [](double value, double forecast) { return std::fabs(value - forecast); });
  for (auto& ahead : result.combination.ahead) {
    for (double& value : ahead) {
      if (logs) value = std::exp(value);
      if (series.least >= 0) value = std::max(value, 0.0);
    }
  }
  return result;
}

double RelativeLoss(double value, double forecast) {
  return std::fabs(value - forecast) / (std::fabs(value) + std::fabs(forecast));
}

double AbsoluteLoss(double value, double forecast) {
  return std::fabs(value - forecast);
}

struct Judged {
  std::vector<OnScale> scales;
  std::vector<size_t> origins;
  size_t comparable = 0;
  Combination combination;  // of the scales
  bool log_scale = false;   // its errors are the smaller
};

Judged ForecastOnScales(const Prepared& series, std::span<const double> seasons, size_t horizon,
                        const OriginOptions& options) {
  const bool positive = series.least > 0;
  Judged judged;
  judged.scales.push_back(ForecastOnScale(series, seasons, horizon, false, options));
  if (positive) judged.scales.push_back(ForecastOnScale(series, seasons, horizon, true, options));
  judged.origins = judged.scales[0].rolling.origins;
  judged.comparable = judged.scales[0].rolling.comparable;
  std::vector<std::vector<std::vector<double>>> ahead;
  for (const OnScale& scale : judged.scales) ahead.push_back(scale.combination.ahead);
  judged.combination =
      CombineForecasts(series.values, series.observed, judged.origins, judged.comparable, ahead,
                       positive ? RelativeLoss : AbsoluteLoss);
  judged.log_scale = positive && judged.combination.weights[1] >= judged.combination.weights[0];
  return judged;
}

// The last value, from every origin.
Judged ForecastNaive(const Prepared& series, size_t horizon) {
  Judged judged;
  judged.log_scale = series.least > 0;
  for (size_t end = 1; end <= series.values.size(); ++end) {
    judged.origins.push_back(end);
    judged.combination.ahead.emplace_back(horizon, series.values[end - 1]);
  }
  return judged;
}

double OnIntervalScale(const Prepared& series, bool logs, double value) {
  return logs ? std::log(std::max(value, series.floor)) : value;
}

// Signed, by step ahead, the oldest first; the last origin has no errors yet.
std::vector<std::vector<double>> ErrorsOf(const Prepared& series, const Judged& judged,
                                          size_t horizon, double level) {
  std::vector<std::vector<double>> errors(horizon);
  // Errors without the season that there is now say little, unless there are too few others.
  const size_t comparable = judged.origins.size() - 1 - judged.comparable;
  const size_t first = ConformalRank(comparable, level) ? judged.comparable : 0;
  for (size_t i = first; i + 1 < judged.origins.size(); ++i) {
    for (size_t h = 0; h < horizon; ++h) {
      const size_t t = judged.origins[i] + h;
      if (t >= series.values.size() || !series.observed[t]) continue;
      errors[h].push_back(
          OnIntervalScale(series, judged.log_scale, series.values[t]) -
          OnIntervalScale(series, judged.log_scale, judged.combination.ahead[i][h]));
    }
  }
  return errors;
}

double MeanAbsoluteError(const Prepared& series, const Judged& judged, size_t horizon) {
  double sum = 0;
  double count = 0;
  for (size_t i = 0; i + 1 < judged.origins.size(); ++i) {
    for (size_t h = 0; h < horizon && judged.origins[i] + h < series.values.size(); ++h) {
      const size_t t = judged.origins[i] + h;
      if (!series.observed[t]) continue;
      sum += std::fabs(series.values[t] - judged.combination.ahead[i][h]);
      ++count;
    }
  }
  return count > 0 ? sum / count : 0;
}

double Restored(const Prepared& series, double value) {
  constexpr double kLargest = std::numeric_limits<double>::max();
  if (series.least >= 0 && !series.may_be_negative) value = std::max(value, 0.0);
  return std::clamp(std::ldexp(value, series.exponent), -kLargest, kLargest);
}

ForecastStep StepOf(const Prepared& series, bool logs, double mean, double width) {
  const double centre = OnIntervalScale(series, logs, mean);
  const double low = logs ? std::min(mean, std::exp(centre - width)) : centre - width;
  const double high = logs ? std::exp(centre + width) : centre + width;
  return {Restored(series, mean), Restored(series, low), Restored(series, high)};
}

std::vector<ForecastMemberWeight> MembersOf(const Judged& judged) {
  std::vector<ForecastMemberWeight> members;
  for (size_t s = 0; s < judged.scales.size(); ++s) {
    const OnScale& scale = judged.scales[s];
    for (size_t m = 0; m < scale.rolling.members.size(); ++m) {
      const double weight = judged.combination.weights[s] * scale.combination.weights[m];
      if (weight < kLeastWeight) continue;
      const ForecastMember& member = scale.rolling.members[m];
      members.push_back({std::string(NameOf(member.model)) +
                             (member.deseasoned ? ", deseasoned" : "") +
                             (scale.logs ? ", log" : ""),
                         weight});
    }
  }
  std::stable_sort(members.begin(), members.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  return members;
}

// The steps, without those that the missing values at the end stand for.
// `odd`: a value that was taken out; an error as large as it made is held, too.
void AddIntervals(const Prepared& series, const Judged& judged, double level,
                  std::optional<double> odd, Forecast* forecast) {
  const std::vector<double>& means = judged.combination.ahead.back();
  std::vector<std::vector<double>> errors = ErrorsOf(series, judged, means.size(), level);
  const int exponent = judged.log_scale ? 0 : series.exponent;
  if (!errors.empty()) {
    for (const double error : errors[0]) {
      forecast->one_step_errors.push_back(std::ldexp(error, exponent));
    }
  }
  for (auto& step : errors) {
    for (double& error : step) error = std::fabs(error);
  }
  const bool enough = !errors.empty() && ConformalRank(errors[0].size(), level);
  const double adapted = enough ? AdaptedLevel(errors[0], level) : level;
  const ConformalWidths interval = WidthsFromErrors(std::move(errors), adapted);
  forecast->level = enough ? level : interval.level;
  const double jump = odd ? std::fabs(*odd - means[0]) : 0;
  for (size_t h = series.missing_at_end; h < means.size(); ++h) {
    double width = interval.widths.empty() ? 0 : interval.widths[h];
    if (odd) {
      const double mean = std::max(std::fabs(means[h]), series.floor);
      width = std::max(width, judged.log_scale ? std::log1p(jump / mean) : jump);
    }
    forecast->steps.push_back(StepOf(series, judged.log_scale, means[h], width));
    if (odd)
      forecast->steps.back().low =
          std::min(forecast->steps.back().low, Restored(series, means[h] - jump));
    forecast->half_widths.push_back(std::ldexp(width, exponent));
  }
}

}  // namespace

std::optional<Forecast> ForecastSeries(std::span<const double> values,
                                       std::span<const double> seasons, size_t horizon,
                                       double level, const ForecastOptions& options) {
  auto series = Prepare(values.last(std::min(values.size(), kMostValues)));
  if (!series) return std::nullopt;
  const std::optional<double> odd = TakeOddLast(&*series);
  Forecast forecast;
  forecast.odd_last = odd.has_value();
  forecast.filled = series->filled;
  const size_t n = series->values.size();
  std::vector<double> candidates;
  for (const double season : seasons) {
    if (season < 2) continue;
    candidates.push_back(season);
    if (EnoughForSeason(n, season)) forecast.seasons.push_back(season);
  }
  std::sort(candidates.begin(), candidates.end());
  std::sort(forecast.seasons.begin(), forecast.seasons.end());
  const size_t steps = horizon + series->missing_at_end;
  const bool naive = n < kLeastValues;
  const Judged judged = naive ? ForecastNaive(*series, steps)
                              : ForecastOnScales(*series, candidates, steps, {options.origins});
  forecast.log_scale = judged.log_scale;
  forecast.members =
      naive ? std::vector<ForecastMemberWeight>{{std::string(NameOf(ForecastModel::kNaive)), 1}}
            : MembersOf(judged);
  forecast.error = std::ldexp(MeanAbsoluteError(*series, judged, steps), series->exponent);
  AddIntervals(*series, judged, level, odd, &forecast);
  return forecast;
}

}  // namespace northstar::stats
