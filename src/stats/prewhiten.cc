#include "stats/prewhiten.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "stats/describe.h"

namespace northstar::stats {

int ClampOutliers(std::vector<double>& d) {
  const double bound = 4 * 1.4826 * Mad(d);
  if (!(bound > 0)) return 0;
  const double center = Median(d);
  int count = 0;
  for (double& value : d) {
    if (std::fabs(value - center) <= bound) continue;
    value = std::clamp(value, center - bound, center + bound);
    ++count;
  }
  return count;
}

Columns SeasonColumns(size_t n, const SeasonSpec& season, int harmonics) {
  Columns columns{std::vector<double>(n, 1.0)};
  for (int j = 1; j <= harmonics; ++j) {
    std::vector<double> cosine(n);
    std::vector<double> sine(n);
    for (size_t t = 0; t < n; ++t) {
      const double angle = 2 * std::numbers::pi * j * static_cast<double>(t) / season.period;
      cosine[t] = std::cos(angle);
      sine[t] = std::sin(angle);
    }
    columns.push_back(std::move(cosine));
    if (2 * j != season.period) columns.push_back(std::move(sine));
  }
  return columns;
}

int ChooseHarmonics(const std::vector<double>& d, const SeasonSpec& season) {
  int best = 0;
  double best_score = INFINITY;
  for (int k = 0; k <= season.most_harmonics; ++k) {
    const Columns columns = SeasonColumns(d.size(), season, k);
    const auto fit = LeastSquares(columns, d);
    if (!fit) continue;
    const auto score = Aicc(fit->ssr, d.size(), columns.size());
    if (score && *score < best_score) {
      best_score = *score;
      best = k;
    }
  }
  return best;
}

namespace {

constexpr double kMadsToChoose = 6;

double LargestDeviation(double mads, const std::vector<double>& residuals) {
  return mads * 1.4826 * Mad(residuals);
}

// Huber's M-estimate by reweighting, from least squares on.
std::optional<std::vector<double>> RobustFit(const Columns& x, const std::vector<double>& y) {
  constexpr double kHuber = 1.345;
  auto fit = LeastSquares(x, y);
  if (!fit) return std::nullopt;
  std::vector<double> residuals = fit->residuals;
  for (int round = 0; round < 8; ++round) {
    const double bound = LargestDeviation(kHuber, residuals);
    if (!(bound > 0)) break;
    Columns weighted = x;
    std::vector<double> target = y;
    for (size_t t = 0; t < y.size(); ++t) {
      const double root =
          std::sqrt(std::min(1.0, bound / std::max(bound, std::fabs(residuals[t]))));
      for (std::vector<double>& column : weighted) column[t] *= root;
      target[t] *= root;
    }
    fit = LeastSquares(weighted, target);
    if (!fit) return std::nullopt;
    for (size_t t = 0; t < y.size(); ++t) {
      residuals[t] = y[t];
      for (size_t c = 0; c < x.size(); ++c) residuals[t] -= fit->coefficients[c] * x[c][t];
    }
  }
  return residuals;
}

void FilterMovingAverage(double moving_average, std::vector<double>& x) {
  for (size_t t = 1; t < x.size(); ++t) x[t] -= moving_average * x[t - 1];
}

// Orthonormal, as the filter leaves them; with a moving average also what came before the first
// period.
Columns FilteredBasis(size_t n, Columns terms, double moving_average,
                      const std::vector<size_t>& left_out = {}) {
  if (moving_average != 0) {
    if (terms.empty()) terms.emplace_back(n, 1.0);
    terms.emplace_back(n, 0.0);
    terms.back()[0] = 1;
    for (std::vector<double>& column : terms) FilterMovingAverage(moving_average, column);
  }
  for (const size_t period : left_out) {
    terms.emplace_back(n, 0.0);
    terms.back()[period] = 1;
  }
  return terms.empty() ? Columns{} : OrthonormalBasis(terms);
}

void Project(const Columns& basis, std::vector<double>& x) {
  for (const std::vector<double>& column : basis) {
    double dot = 0;
    for (size_t t = 0; t < x.size(); ++t) dot += column[t] * x[t];
    for (size_t t = 0; t < x.size(); ++t) x[t] -= dot * column[t];
  }
}

}  // namespace

RobustSeason ClampAroundSeason(std::vector<double>& d, const std::vector<Columns>& choices,
                               double mads) {
  RobustSeason best;
  // Most changes are one and the same: there is neither a season nor a usual size of them.
  if (!(Mad(d) > 0)) return best;
  double best_score = INFINITY;
  std::vector<double> best_residuals;
  double best_bound = 0;
  for (size_t choice = 0; choice < choices.size(); ++choice) {
    const Columns& columns = choices[choice];
    const auto residuals = RobustFit(columns, d);
    if (!residuals) continue;
    const double bound = LargestDeviation(mads, *residuals);
    // What comes every December is no outlier: to choose, more is left of large values.
    const double most = std::max(bound, LargestDeviation(kMadsToChoose, *residuals));
    double ssr = 0;
    for (const double r : *residuals) {
      const double kept = most > 0 ? std::clamp(r, -most, most) : r;
      ssr += kept * kept;
    }
    const auto score = Aicc(ssr, d.size(), columns.size());
    if (!score || !(*score < best_score)) continue;
    best_score = *score;
    best.choice = choice;
    best_residuals = *residuals;
    best_bound = bound;
  }
  if (!(best_bound > 0)) return best;
  const double center = Median(best_residuals);
  for (size_t t = 0; t < d.size(); ++t) {
    const double off = best_residuals[t] - center;
    if (std::fabs(off) <= best_bound) continue;
    d[t] -= off - std::copysign(best_bound, off);
    ++best.clamped;
  }
  return best;
}

ErrorModel ChooseErrorModel(const std::vector<double>& d, const Columns& terms) {
  constexpr int kMost = 3;
  constexpr double kMovingAverageMargin = 2;  // of AICc: a plain autoregression stands until then
  ErrorModel best;
  if (d.size() < 12) return best;
  double best_score = INFINITY;
  for (const double moving_average : {0.0, -0.3, -0.5, -0.7, -0.85, -1.0}) {
    std::vector<double> s = d;
    FilterMovingAverage(moving_average, s);
    const Columns basis = FilteredBasis(d.size(), terms, moving_average);
    Project(basis, s);
    const std::vector<double> y(s.begin() + kMost, s.end());
    for (int p = 0; p <= kMost; ++p) {
      Columns x{std::vector<double>(y.size(), 1.0)};
      for (int lag = 1; lag <= p; ++lag) x.emplace_back(s.begin() + kMost - lag, s.end() - lag);
      const auto fit = LeastSquares(x, y);
      if (!fit) continue;
      const size_t parameters =
          static_cast<size_t>(p) + std::max<size_t>(1, basis.size()) + (moving_average != 0);
      auto score = Aicc(fit->ssr, y.size(), parameters);
      if (score && moving_average != 0) *score += kMovingAverageMargin;
      if (!score || !(*score < best_score)) continue;
      best_score = *score;
      best = {p, moving_average};
    }
  }
  return best;
}

Whitener::Whitener(size_t n, const SeasonSpec& season, int harmonics, int order) : order_(order) {
  if (harmonics > 0) basis_ = OrthonormalBasis(SeasonColumns(n, season, harmonics));
}

Whitener::Whitener(size_t n, const Columns& terms, const ErrorModel& model,
                   const std::vector<size_t>& left_out)
    : basis_(FilteredBasis(n, terms, model.moving_average, left_out)),
      order_(model.order),
      moving_average_(model.moving_average) {}

std::vector<double> Whitener::Deseason(const std::vector<double>& d) const {
  std::vector<double> out = d;
  if (moving_average_ != 0) FilterMovingAverage(moving_average_, out);
  Project(basis_, out);
  return out;
}

void Whitener::Unfilter(std::vector<double>& news) const {
  if (moving_average_ == 0) return;
  for (size_t t = news.size(); t-- > 1;) news[t] += moving_average_ * news[t - 1];
}

// The AR coefficients solve centred normal equations of order at most 3 by Cholesky: this runs once
// per permutation, where a general solver would be most of the cost.
void Whitener::Apply(const std::vector<double>& d, std::vector<double>& residuals) const {
  const std::vector<double> s = Deseason(d);
  const size_t n = s.size();
  const auto p = static_cast<size_t>(order_);
  residuals.assign(n, 0.0);
  double mean[4] = {};  // of the target and of each lag, over the rows that are used
  const auto rows = static_cast<double>(n - p);
  for (size_t lag = 0; lag <= p; ++lag) {
    for (size_t t = p; t < n; ++t) mean[lag] += s[t - lag];
    mean[lag] /= rows;
  }
  double a[3][3] = {};
  double b[3] = {};
  for (size_t i = 0; i < p; ++i) {
    for (size_t t = p; t < n; ++t) b[i] += (s[t - i - 1] - mean[i + 1]) * (s[t] - mean[0]);
    for (size_t j = 0; j <= i; ++j) {
      for (size_t t = p; t < n; ++t)
        a[i][j] += (s[t - i - 1] - mean[i + 1]) * (s[t - j - 1] - mean[j + 1]);
    }
  }
  double phi[3] = {};
  bool solved = true;
  for (size_t j = 0; j < p && solved; ++j) {  // Cholesky in place, lower triangle
    for (size_t k = 0; k < j; ++k) a[j][j] -= a[j][k] * a[j][k];
    solved = a[j][j] > 1e-12;
    if (!solved) break;
    a[j][j] = std::sqrt(a[j][j]);
    for (size_t i = j + 1; i < p; ++i) {
      for (size_t k = 0; k < j; ++k) a[i][j] -= a[i][k] * a[j][k];
      a[i][j] /= a[j][j];
    }
  }
  if (solved) {
    for (size_t i = 0; i < p; ++i) {
      for (size_t k = 0; k < i; ++k) b[i] -= a[i][k] * b[k];
      b[i] /= a[i][i];
    }
    for (size_t i = p; i-- > 0;) {
      for (size_t k = i + 1; k < p; ++k) b[i] -= a[k][i] * phi[k];
      phi[i] = b[i] / a[i][i];
    }
  }
  for (size_t t = p; t < n; ++t) {
    double value = s[t] - mean[0];
    for (size_t lag = 1; lag <= p; ++lag) value -= phi[lag - 1] * (s[t - lag] - mean[lag]);
    residuals[t] = value;
  }
}

}  // namespace northstar::stats
