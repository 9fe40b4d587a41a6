#include "stats/divergence.h"

#include <algorithm>
#include <cmath>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/growth.h"
#include "stats/least_squares.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastValues = 6;
constexpr int kLags = 3;
constexpr double kChangeLevel = 0.9;

// Beyond this a line fits to rounding, and its error means nothing.
constexpr double kLargestT = 1e6;

}  // namespace

std::optional<RobustSlope> SlopeOver(std::span<const double> values, double level) {
  const size_t n = values.size();
  if (n < kLeastValues) return std::nullopt;
  if (std::all_of(values.begin(), values.end(), [&](double v) { return v == values[0]; })) {
    return std::nullopt;
  }
  const bool logs = AllPositive(values);
  const std::vector<double> y = GrowthScale(values, logs);
  Columns x{std::vector<double>(n, 1.0), std::vector<double>(n)};
  for (size_t t = 0; t < n; ++t) x[1][t] = static_cast<double>(t);
  const auto fit = LeastSquares(x, y);
  if (!fit) return std::nullopt;
  RobustSlope result;
  result.slope = fit->coefficients[1];
  result.standard_error =
      std::max(NeweyWestErrors(x, *fit, kLags)[1], std::fabs(result.slope) / kLargestT);
  if (!(result.standard_error > 0)) return std::nullopt;
  result.t = result.slope / result.standard_error;
  result.df = static_cast<double>(n - kLags);
  const auto steps = static_cast<double>(n - 1);
  const double middle = Mean(y);
  const auto change = [&](double slope) {
    if (logs) return std::expm1(slope * steps);
    return std::sinh(middle + slope * steps / 2) - std::sinh(middle - slope * steps / 2);
  };
  const double reach = TQuantile((1 + level) / 2, result.df) * result.standard_error;
  result.change = change(result.slope);
  result.change_low = change(result.slope - reach);
  result.change_high = change(result.slope + reach);
  return result;
}

std::optional<Divergence> TestDivergence(std::span<const double> metric,
                                         std::span<const double> guardrail,
                                         bool guardrail_should_rise) {
  const auto rise = SlopeOver(metric, kChangeLevel);
  const auto other = SlopeOver(guardrail, kChangeLevel);
  if (!rise || !other) return std::nullopt;
  Divergence result;
  result.metric = *rise;
  result.guardrail = *other;
  result.p_rise = TCdf(-rise->t, rise->df);
  result.p_worse = TCdf(guardrail_should_rise ? other->t : -other->t, other->df);
  result.p_value = std::max(result.p_rise, result.p_worse);
  return result;
}

double IntersectionUnion(double z1, double z2) {
  return std::max(NormalCdf(-z1), NormalCdf(-z2));
}

namespace {

struct Window {
  double p_rise = 1, p_worse = 1;
  double rise = 0;      // of the metric, as a log change in units of its usual change
  double worse = 0;     // the same of the guardrail, in the bad direction
  double worse_by = 0;  // relative
};

// In units of what windows of the series usually change by.
double UsualOf(const std::vector<double>& changes) {
  std::vector<double> sizes;
  for (const double change : changes) sizes.push_back(std::fabs(change));
  const double usual = 1.4826 * Median(sizes);
  return usual > 0 ? usual : 1;
}

// What each window says, by its end.
std::vector<Window> Windows(std::span<const double> metric, std::span<const double> guardrail,
                            bool should_rise, size_t window) {
  std::vector<Window> windows;
  std::vector<double> rises;
  std::vector<double> falls;
  for (size_t end = window; end <= metric.size(); ++end) {
    Window one;
    if (const auto rise = SlopeOver(metric.subspan(end - window, window), kChangeLevel)) {
      one.p_rise = TCdf(-rise->t, rise->df);
      one.rise = rise->slope;
    }
    if (const auto other = SlopeOver(guardrail.subspan(end - window, window), kChangeLevel)) {
      one.p_worse = TCdf(should_rise ? other->t : -other->t, other->df);
      one.worse = should_rise ? -other->slope : other->slope;
      one.worse_by = should_rise ? -other->change : other->change;
    }
    rises.push_back(one.rise);
    falls.push_back(one.worse);
    windows.push_back(one);
  }
  const double usual_rise = UsualOf(rises);
  const double usual_fall = UsualOf(falls);
  for (Window& one : windows) {
    one.rise /= usual_rise;
    one.worse /= usual_fall;
  }
  return windows;
}

struct Best {
  double extent = 0;  // the smaller of the two movements, each in units of what is usual
  size_t at = 0;      // into the windows; 0: no pair shows a divergence
};

// The pair of successive windows that shows a divergence most, the guardrail's taken `shift`
// windows later, around the end.
Best BestPair(const std::vector<Window>& windows, size_t shift, double tolerance, double alpha) {
  Best best;
  const size_t n = windows.size();
  for (size_t i = 1; i < n; ++i) {
    const size_t j = (i + shift) % n;
    if (j == 0) continue;  // its predecessor lies at the other end of the history
    const double p = std::max(
        {windows[i].p_rise, windows[i - 1].p_rise, windows[j].p_worse, windows[j - 1].p_worse});
    const bool worse = std::min(windows[j].worse_by, windows[j - 1].worse_by) > tolerance;
    if (p > alpha || !worse) continue;
    const double extent =
        std::min({windows[i].rise, windows[i - 1].rise, windows[j].worse, windows[j - 1].worse});
    if (extent > best.extent) best = {extent, i};
  }
  return best;
}

}  // namespace

DivergenceScan ScanDivergence(std::span<const double> metric, std::span<const double> guardrail,
                              bool guardrail_should_rise, size_t window, double tolerance,
                              double alpha) {
  DivergenceScan scan;
  if (metric.size() < 2 * window) return scan;
  const std::vector<Window> windows = Windows(metric, guardrail, guardrail_should_rise, window);
  scan.windows = static_cast<int>(windows.size());
  const Best found = BestPair(windows, 0, tolerance, alpha);
  if (found.at == 0) return scan;
  scan.end = window + found.at;
  scan.divergence =
      *TestDivergence(metric.subspan(*scan.end - window, window),
                      guardrail.subspan(*scan.end - window, window), guardrail_should_rise);
  int as_far = 0;
  for (size_t shift = window; shift + window <= windows.size(); ++shift) {
    ++scan.shifts;
    as_far += BestPair(windows, shift, tolerance, alpha).extent >= found.extent;
  }
  scan.p_value = (1.0 + as_far) / (1.0 + scan.shifts);
  return scan;
}

}  // namespace northstar::stats
