#include "stats/unit_root.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/least_squares.h"

namespace northstar::stats {
namespace {

// MacKinnon's response surfaces for a constant: the normal quantile of p is a polynomial in the
// statistic, one below `star` and one above it.
struct Surface {
  double least, star, most;
  double small[3];
  double large[4];
};
constexpr Surface kOneSeries = {
    -18.83, -1.61, 2.74, {2.1659, 1.4412, 0.038269}, {1.7339, 0.93202, -0.12745, -0.010368}};
constexpr Surface kTwoSeries = {
    -18.86, -2.62, 0.92, {2.92, 1.5012, 0.039796}, {2.1945, 0.64695, -0.29198, -0.042377}};

double MacKinnonP(double statistic, const Surface& surface) {
  if (statistic > surface.most) return 1;
  if (statistic < surface.least) return 0;
  const bool small = statistic <= surface.star;
  const double* terms = small ? surface.small : surface.large;
  double z = 0;
  for (int i = small ? 2 : 3; i >= 0; --i) z = z * statistic + terms[i];
  return NormalCdf(z);
}

// The t statistic of the level in: change on level, lagged changes and, if asked, a constant.
std::optional<double> DickeyFuller(const std::vector<double>& x, int lags, bool constant) {
  if (lags < 0 || x.size() < static_cast<size_t>(lags) + 4) return std::nullopt;
  std::vector<double> d;
  for (size_t t = 1; t < x.size(); ++t) d.push_back(x[t] - x[t - 1]);
  Columns columns(1);
  std::vector<double> target;
  const auto first = static_cast<size_t>(lags);
  for (size_t t = first; t < d.size(); ++t) {
    target.push_back(d[t]);
    columns[0].push_back(x[t]);
  }
  for (size_t lag = 1; lag <= first; ++lag) {
    const auto start = d.begin() + static_cast<std::ptrdiff_t>(first - lag);
    columns.emplace_back(start, start + static_cast<std::ptrdiff_t>(target.size()));
  }
  if (constant) columns.emplace_back(target.size(), 1.0);
  const auto fit = LeastSquares(columns, target);
  if (!fit || !(fit->standard_errors[0] > 0)) return std::nullopt;
  return fit->coefficients[0] / fit->standard_errors[0];
}

}  // namespace

std::optional<UnitRootTest> AdfTest(const std::vector<double>& x, int lags) {
  const auto statistic = DickeyFuller(x, lags, true);
  if (!statistic) return std::nullopt;
  return UnitRootTest{*statistic, MacKinnonP(*statistic, kOneSeries)};
}

std::optional<UnitRootTest> KpssTest(const std::vector<double>& x, int lags) {
  const size_t n = x.size();
  if (n < 4 || lags < 0 || static_cast<size_t>(lags) >= n) return std::nullopt;
  const double mean = Mean(x);
  std::vector<double> e;
  for (const double value : x) e.push_back(value - mean);
  double partial = 0;
  double squares = 0;
  for (const double value : e) {
    partial += value;
    squares += partial * partial;
  }
  double long_run = 0;
  for (int lag = 0; lag <= lags; ++lag) {
    double sum = 0;
    for (size_t t = static_cast<size_t>(lag); t < n; ++t)
      sum += e[t] * e[t - static_cast<size_t>(lag)];
    long_run += (lag == 0 ? 1 : 2 * (1 - static_cast<double>(lag) / (lags + 1))) * sum;
  }
  if (!(long_run > 0)) return std::nullopt;
  // squares/n² over long_run/n.
  UnitRootTest test{squares / (static_cast<double>(n) * long_run), 0.10};
  constexpr double kCritical[] = {0.347, 0.463, 0.574, 0.739};
  constexpr double kP[] = {0.10, 0.05, 0.025, 0.01};
  if (test.statistic >= kCritical[3]) test.p_value = kP[3];
  for (int i = 0; i < 3; ++i) {
    if (test.statistic < kCritical[i] || test.statistic >= kCritical[i + 1]) continue;
    const double share = (test.statistic - kCritical[i]) / (kCritical[i + 1] - kCritical[i]);
    test.p_value = kP[i] + share * (kP[i + 1] - kP[i]);
  }
  return test;
}

std::optional<UnitRootTest> EngleGrangerTest(const std::vector<double>& y,
                                             const std::vector<double>& x, int lags) {
  const auto fit = LeastSquares({std::vector<double>(x.size(), 1.0), x}, y);
  if (!fit) return std::nullopt;
  const auto statistic = DickeyFuller(fit->residuals, lags, false);
  if (!statistic) return std::nullopt;
  return UnitRootTest{*statistic, MacKinnonP(*statistic, kTwoSeries)};
}

}  // namespace northstar::stats
