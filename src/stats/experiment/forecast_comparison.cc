#include "stats/experiment/forecast_comparison.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/describe.h"
#include "stats/forecast/paths.h"
#include "stats/growth.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastBefore = 8;
constexpr size_t kBeforePerAfter = 3;
// Of the 21 forecasts; the interval is judged at the other dates anyway.
constexpr size_t kOrigins = 40;
// Of a mean on logarithms that is not above 0, as a share of the forecast.
constexpr double kFloorShare = 1e-3;

// The mean over the periods after one date: what came, and what was forecast.
struct Window {
  double actual = 0;
  double expected = 0;
  double low = 0, high = 0;
  bool logs = false;

  double OnScale(double value) const {
    return logs ? std::log(std::max(value, kFloorShare * expected)) : value;
  }
  double Back(double value) const { return logs ? std::exp(value) : value; }
  // What came, in half-widths on its side of the forecast.
  double Score() const {
    const double off = OnScale(actual) - OnScale(expected);
    const double end = off > 0 ? OnScale(high) : OnScale(low);
    return off == 0 ? 0 : std::fabs(off) / std::fabs(end - OnScale(expected));
  }
  double Widened(double end, double factor) const {
    return Back(OnScale(expected) + factor * (OnScale(end) - OnScale(expected)));
  }
};

std::optional<Window> WindowAt(std::span<const double> values, size_t date, size_t after,
                               std::span<const double> seasons,
                               const ForecastComparisonOptions& options) {
  const auto forecast =
      ForecastSeries(values.first(date), seasons, after, options.level, {kOrigins});
  if (!forecast || forecast->one_step_errors.size() < kLeastErrorsOfPaths) return std::nullopt;
  Window window;
  window.actual = Mean(values.subspan(date, after));
  window.logs = forecast->log_scale;
  for (const ForecastStep& step : forecast->steps)
    window.expected += step.mean / static_cast<double>(after);
  const auto ahead = PathsAround(*forecast, after, options.paths, options.seed);
  std::vector<double> means(options.paths, 0);
  for (const auto& step : ahead) {
    for (size_t path = 0; path < options.paths; ++path)
      means[path] += step[path] / static_cast<double>(after);
  }
  window.low = std::min(window.expected, Quantile(means, 0.5 - options.level / 2));
  window.high = std::max(window.expected, Quantile(means, 0.5 + options.level / 2));
  // Rounding is no spread.
  const double least = 1e-9 * std::fabs(window.expected);
  if (!(window.high - window.expected > least) || !(window.expected - window.low > least))
    return std::nullopt;
  if (window.logs && !(window.expected > 0)) return std::nullopt;
  return window;
}

void SetEffect(const Window& own, bool positive, BeforeAfter* result) {
  const double low = own.Widened(own.low, result->placebo.widening);
  const double high = own.Widened(own.high, result->placebo.widening);
  result->actual = own.actual;
  result->expected = own.expected;
  result->effect = own.actual - own.expected;
  result->low = own.actual - high;
  result->high = own.actual - low;
  result->log_scale = own.logs;
  if (!positive || !(low > 0)) return;
  result->relative = own.actual / own.expected - 1;
  result->relative_low = own.actual / high - 1;
  result->relative_high = own.actual / low - 1;
}

}  // namespace

std::optional<BeforeAfter> CompareWithForecast(std::span<const double> values, size_t start,
                                               std::span<const double> seasons,
                                               const ForecastComparisonOptions& options) {
  if (start >= values.size()) return std::nullopt;
  BeforeAfter result;
  result.after = values.size() - start;
  result.before = start;
  const size_t least = std::max(kLeastBefore, kBeforePerAfter * result.after);
  if (start < least + result.after) return std::nullopt;
  const auto own = WindowAt(values, start, result.after, seasons, options);
  if (!own) return std::nullopt;
  std::vector<double> scores;
  for (const size_t date : PlaceboDates(least, start - result.after, options.placebos)) {
    const auto window = WindowAt(values, date, result.after, seasons, options);
    if (window) scores.push_back(window->Score());
  }
  if (scores.empty()) return std::nullopt;
  result.placebo = JudgePlacebos(scores, own->Score(), options.level);
  SetEffect(*own, AllPositive(values), &result);
  return result;
}

}  // namespace northstar::stats
