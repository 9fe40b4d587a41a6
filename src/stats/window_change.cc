#include "stats/window_change.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/growth.h"
#include "stats/least_squares.h"

namespace northstar::stats {
namespace {

constexpr double kChangeLevel = 0.9;
constexpr double kMadToDeviation = 1.4826;
constexpr double kLeastSeasons = 2;
// From so many differences of windows on their spread says something.
constexpr size_t kLeastDifferences = 12;
constexpr double kMostDf = 60;
// Beyond this a series stands still but for rounding, and its error means nothing.
constexpr double kLargestT = 1e6;

// Less the yearly course of what lies before `until`.
void TakeSeasonOff(std::vector<double>& y, size_t until, double season) {
  if (season < 4 || static_cast<double>(until) < kLeastSeasons * season) return;
  Columns x(4, std::vector<double>(until, 1.0));
  const auto angle = [&](size_t t) {
    return 2 * std::numbers::pi * static_cast<double>(t) / season;
  };
  for (size_t t = 0; t < until; ++t) {
    x[1][t] = static_cast<double>(t) / static_cast<double>(until);
    x[2][t] = std::cos(angle(t));
    x[3][t] = std::sin(angle(t));
  }
  const auto fit = LeastSquares(x, {y.begin(), y.begin() + static_cast<std::ptrdiff_t>(until)});
  if (!fit) return;
  for (size_t t = 0; t < y.size(); ++t)
    y[t] -= fit->coefficients[2] * std::cos(angle(t)) + fit->coefficients[3] * std::sin(angle(t));
}

// How far the window that ends at `end` (exclusive) lies above the one before it.
double DifferenceAt(std::span<const double> y, size_t end, size_t window) {
  return Mean(y.subspan(end - window, window)) - Mean(y.subspan(end - 2 * window, window));
}

// A variance of single values: the usual one within a window. A median, since windows hold steps.
double VarianceWithin(std::span<const double> y, size_t window) {
  std::vector<double> variances;
  for (size_t end = window; end <= y.size(); ++end)
    variances.push_back(Variance(y.subspan(end - window, window)));
  // The median of a chi-squared over its degrees of freedom (Wilson & Hilferty 1931).
  const double share = std::pow(1 - 2 / (9 * static_cast<double>(window - 1)), 3);
  return Median(std::move(variances)) / share;
}

// Of the differences of windows that end before the last one begins; 0: too few to tell.
double SpreadBefore(std::span<const double> y, size_t window) {
  std::vector<double> differences;
  for (size_t end = 2 * window; end + window <= y.size(); ++end)
    differences.push_back(DifferenceAt(y, end, window));
  if (differences.size() < kLeastDifferences) return 0;
  return kMadToDeviation * Mad(differences);
}

}  // namespace

double WindowChange::ChanceOfRise() const {
  return TCdf(-t, df);
}

double WindowChange::ChanceOfFall() const {
  return TCdf(t, df);
}

std::optional<WindowChange> ChangeOfWindow(std::span<const double> values, size_t window,
                                           double season) {
  const size_t n = values.size();
  if (n < 2 * window) return std::nullopt;
  if (std::all_of(values.begin(), values.end(), [&](double v) { return v == values[0]; }))
    return std::nullopt;
  const bool logs = AllPositive(values);
  std::vector<double> y = GrowthScale(values, logs);
  TakeSeasonOff(y, n - 2 * window, season);
  WindowChange out;
  const double moved = DifferenceAt(y, n, window);
  const double within = std::sqrt(2 * VarianceWithin(y, window) / static_cast<double>(window));
  const double error =
      std::max({within, SpreadBefore(y, window), std::fabs(moved) / kLargestT, 1e-12});
  out.t = moved / error;
  out.df = std::min(kMostDf, static_cast<double>((n / window) * (window - 1)));
  const double level = Mean(std::span(y).subspan(n - 2 * window, window));
  const auto change = [&](double by) {
    return logs ? std::expm1(by) : std::sinh(level + by) - std::sinh(level);
  };
  const double reach = TQuantile((1 + kChangeLevel) / 2, out.df) * error;
  out.change = change(moved);
  out.low = change(moved - reach);
  out.high = change(moved + reach);
  return out;
}

}  // namespace northstar::stats
