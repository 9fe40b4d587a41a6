#include "stats/seasonal_trend.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/result.h"
#include "stats/describe.h"

namespace northstar::stats {
namespace {

constexpr size_t kRobustRounds = 15, kPasses = 2;
constexpr size_t kFixed = 10;  // periods of values that a season's window spans where it is fixed

size_t NextOdd(double x) {
  const auto up = static_cast<size_t>(std::ceil(x));
  return up + (up % 2 == 0);
}

// How a local regression looks at its neighbours.
struct Smoother {
  size_t window = 0;     // odd
  bool straight = true;  // a line; else their mean
  // Fitted at every so-maniest point only, straight between them.
  size_t jump() const { return (window + 9) / 10; }
};

// Local regression of y over 0, 1, …, with weights that fall with the third power of the distance.
class LocalRegression {
 public:
  // `weights`: of the values, empty: all alike.
  LocalRegression(std::span<const double> y, std::span<const double> weights, Smoother smoother)
      : y_(y), weights_(weights), smoother_(smoother), w_(y.size()) {}

  // At x, also a little beyond the ends, from the values first to last (inclusive). `otherwise`
  // where none of them has a weight.
  double At(double x, size_t first, size_t last, double otherwise) {
    double reach = std::max(x - static_cast<double>(first), static_cast<double>(last) - x);
    if (smoother_.window > y_.size())
      reach += static_cast<double>((smoother_.window - y_.size()) / 2);
    double total = 0;
    for (size_t j = first; j <= last; ++j) {
      w_[j] = Weight(std::fabs(static_cast<double>(j) - x), reach);
      if (!weights_.empty()) w_[j] *= weights_[j];
      total += w_[j];
    }
    if (total <= 0) return otherwise;
    for (size_t j = first; j <= last; ++j) w_[j] /= total;
    if (reach > 0 && smoother_.straight) Tilt(x, first, last);
    double fitted = 0;
    for (size_t j = first; j <= last; ++j) fitted += w_[j] * y_[j];
    return fitted;
  }

  std::vector<double> Everywhere() {
    const size_t n = y_.size();
    if (n < 2) return {y_.begin(), y_.end()};
    const size_t jump = std::min(smoother_.jump(), n - 1);
    std::vector<double> fitted(n);
    Range range{};
    for (size_t i = 0; i < n; i += jump) {
      range = Around(i);
      fitted[i] = At(static_cast<double>(i), range.first, range.last, y_[i]);
    }
    const size_t last_fitted = (n - 1) / jump * jump;
    if (last_fitted != n - 1)
      fitted[n - 1] = At(static_cast<double>(n - 1), range.first, range.last, y_[n - 1]);
    for (size_t i = 0; i + jump < n; i += jump) Interpolate(i, i + jump, fitted);
    if (last_fitted != n - 1) Interpolate(last_fitted, n - 1, fitted);
    return fitted;
  }

 private:
  struct Range {
    size_t first = 0, last = 0;
  };

  static double Weight(double distance, double reach) {
    if (distance > 0.999 * reach) return 0;
    if (distance <= 0.001 * reach) return 1;
    const double share = distance / reach;
    const double falling = 1 - share * share * share;
    return falling * falling * falling;
  }

  // The weights of a mean → those of the value at x of a line through the points.
  void Tilt(double x, size_t first, size_t last) {
    double centre = 0;
    for (size_t j = first; j <= last; ++j) centre += w_[j] * static_cast<double>(j);
    double spread = 0;
    for (size_t j = first; j <= last; ++j) {
      const double away = static_cast<double>(j) - centre;
      spread += w_[j] * away * away;
    }
    if (std::sqrt(spread) <= 0.001 * static_cast<double>(y_.size() - 1)) return;
    const double slope = (x - centre) / spread;
    for (size_t j = first; j <= last; ++j) w_[j] *= slope * (static_cast<double>(j) - centre) + 1;
  }

  // The neighbours of point i: the window around it, moved inwards at the ends.
  Range Around(size_t i) const {
    const size_t n = y_.size();
    const size_t window = std::min(smoother_.window, n);
    const size_t half = (smoother_.window - 1) / 2;
    if (window == n || i <= half) return {0, window - 1};
    const size_t first = std::min(i - half, n - window);
    return {first, first + window - 1};
  }

  static void Interpolate(size_t from, size_t to, std::vector<double>& fitted) {
    const double step = (fitted[to] - fitted[from]) / static_cast<double>(to - from);
    for (size_t j = from + 1; j < to; ++j)
      fitted[j] = fitted[from] + step * static_cast<double>(j - from);
  }

  std::span<const double> y_, weights_;
  Smoother smoother_;
  std::vector<double> w_;
};

std::vector<double> MovingMeans(const std::vector<double>& x, size_t length) {
  std::vector<double> means(x.size() - length + 1);
  double sum = std::accumulate(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(length), 0.0);
  for (size_t i = 0; i < means.size(); ++i) {
    if (i > 0) sum += x[i + length - 1] - x[i - 1];
    means[i] = sum / static_cast<double>(length);
  }
  return means;
}

class Stl {
 public:
  Stl(std::span<const double> y, size_t period, const StlOptions& options)
      : y_(y), period_(period), fixed_(options.season_window == 0) {
    const size_t n = y.size();
    const size_t season = fixed_ ? kFixed * n + 1 : options.season_window;
    const auto length = static_cast<double>(period);
    season_ = {season, false};
    trend_ = {options.trend_window > 0
                  ? options.trend_window
                  : NextOdd(1.5 * length / (1 - 1.5 / static_cast<double>(season))),
              true};
    low_pass_ = {NextOdd(length), true};
    parts_.season.assign(n, 0);
    parts_.trend.assign(n, 0);
  }

  SeasonalTrend Run(bool robust) {
    // Without weights twice over, to settle; with them the rounds do.
    const size_t rounds = robust ? kRobustRounds + 1 : 2;
    for (size_t round = 0; round < rounds; ++round) {
      Step();
      if (robust && round + 1 < rounds) Weigh();
    }
    if (fixed_) Even();
    parts_.rest.resize(y_.size());
    for (size_t i = 0; i < y_.size(); ++i)
      parts_.rest[i] = y_[i] - parts_.season[i] - parts_.trend[i];
    return std::move(parts_);
  }

 private:
  // A better season, and from it a better trend.
  void Step() {
    const size_t n = y_.size();
    const std::vector<double> cycles = SmoothedCycles();
    const std::vector<double> level =
        MovingMeans(MovingMeans(MovingMeans(cycles, period_), period_), 3);
    const std::vector<double> low = LocalRegression(level, {}, low_pass_).Everywhere();
    std::vector<double> deseasoned(n);
    for (size_t i = 0; i < n; ++i) {
      parts_.season[i] = cycles[period_ + i] - low[i];
      deseasoned[i] = y_[i] - parts_.season[i];
    }
    parts_.trend = LocalRegression(deseasoned, weights_, trend_).Everywhere();
  }

  // The values of each place in the season smoothed over the periods, with one period more at
  // either end.
  std::vector<double> SmoothedCycles() const {
    const size_t n = y_.size();
    std::vector<double> cycles(n + 2 * period_);
    for (size_t place = 0; place < period_; ++place) {
      std::vector<double> y;
      std::vector<double> weights;
      for (size_t i = place; i < n; i += period_) {
        y.push_back(y_[i] - parts_.trend[i]);
        if (!weights_.empty()) weights.push_back(weights_[i]);
      }
      const size_t k = y.size();
      const size_t window = std::min(season_.window, k);
      LocalRegression regression(y, weights, season_);
      const std::vector<double> inner = regression.Everywhere();
      for (size_t m = 0; m < k; ++m) cycles[place + (m + 1) * period_] = inner[m];
      cycles[place] = regression.At(-1, 0, window - 1, inner.front());
      cycles[place + (k + 1) * period_] =
          regression.At(static_cast<double>(k), k - window, k - 1, inner.back());
    }
    return cycles;
  }

  // Values far from what was fitted count less, or not at all.
  void Weigh() {
    const size_t n = y_.size();
    std::vector<double> off(n);
    for (size_t i = 0; i < n; ++i) off[i] = std::fabs(y_[i] - parts_.season[i] - parts_.trend[i]);
    const double far = 6 * Median(off);
    weights_.resize(n);
    for (size_t i = 0; i < n; ++i) {
      const double share = far > 0 ? off[i] / far : off[i] > 0 ? 1 : 0;
      const double falling = 1 - share * share;
      weights_[i] = share <= 0.001 ? 1 : share <= 0.999 ? falling * falling : 0;
    }
  }

  // Every period the same: the mean over them.
  void Even() {
    for (size_t place = 0; place < period_; ++place) {
      double sum = 0;
      size_t count = 0;
      for (size_t i = place; i < y_.size(); i += period_, ++count) sum += parts_.season[i];
      for (size_t i = place; i < y_.size(); i += period_)
        parts_.season[i] = sum / static_cast<double>(count);
    }
  }

  std::span<const double> y_;
  size_t period_;
  bool fixed_;
  Smoother season_, trend_, low_pass_;
  std::vector<double> weights_;  // empty: all alike
  SeasonalTrend parts_;
};

double Strength(const std::vector<double>& part, const std::vector<double>& rest) {
  std::vector<double> both(rest.size());
  for (size_t i = 0; i < rest.size(); ++i) both[i] = part[i] + rest[i];
  const double whole = Variance(both);
  return whole > 0 ? std::max(0.0, 1 - Variance(rest) / whole) : 0;
}

}  // namespace

double SeasonalTrend::SeasonStrength() const {
  return Strength(season, rest);
}

double SeasonalTrend::TrendStrength() const {
  return Strength(trend, rest);
}

SeasonalTrend DecomposeStl(std::span<const double> values, size_t period,
                           const StlOptions& options) {
  NS_CHECK(period >= 2 && values.size() >= 2 * period);
  return Stl(values, period, options).Run(options.robust);
}

SeveralSeasons DecomposeSeasons(std::span<const double> values, std::span<const size_t> periods,
                                const StlOptions& options) {
  NS_CHECK(!values.empty());
  const size_t n = values.size();
  SeveralSeasons out;
  out.seasons.assign(periods.size(), std::vector<double>(n, 0));
  std::vector<double> deseasoned(values.begin(), values.end());
  for (size_t pass = 0; pass < kPasses; ++pass) {
    for (size_t p = 0; p < periods.size(); ++p) {
      if (n < 2 * periods[p]) continue;
      std::vector<double>& season = out.seasons[p];
      for (size_t i = 0; i < n; ++i) deseasoned[i] += season[i];
      SeasonalTrend parts = DecomposeStl(deseasoned, periods[p], options);
      season = std::move(parts.season);
      out.trend = std::move(parts.trend);
      for (size_t i = 0; i < n; ++i) deseasoned[i] -= season[i];
    }
  }
  if (out.trend.empty()) {
    // No season: a trend over a tenth of the series.
    const Smoother smoother{std::max<size_t>(7, NextOdd(static_cast<double>(n) / 10)), true};
    out.trend = LocalRegression(deseasoned, {}, smoother).Everywhere();
  }
  out.rest.resize(n);
  for (size_t i = 0; i < n; ++i) out.rest[i] = deseasoned[i] - out.trend[i];
  return out;
}

}  // namespace northstar::stats
