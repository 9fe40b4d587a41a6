#include "stats/prewhiten.h"

#include <algorithm>
#include <cmath>
#include <numbers>

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

int ChooseAutoregression(const std::vector<double>& d) {
  constexpr int kMost = 3;
  if (d.size() < 12) return 0;
  int best = 0;
  double best_score = INFINITY;
  const std::vector<double> y(d.begin() + kMost, d.end());
  for (int p = 0; p <= kMost; ++p) {
    Columns x{std::vector<double>(y.size(), 1.0)};
    for (int lag = 1; lag <= p; ++lag) x.emplace_back(d.begin() + kMost - lag, d.end() - lag);
    const auto fit = LeastSquares(x, y);
    if (!fit) continue;
    const auto score = Aicc(fit->ssr, y.size(), x.size());
    if (score && *score < best_score) {
      best_score = *score;
      best = p;
    }
  }
  return best;
}

Whitener::Whitener(size_t n, const SeasonSpec& season, int harmonics, int order) : order_(order) {
  if (harmonics > 0) basis_ = OrthonormalBasis(SeasonColumns(n, season, harmonics));
}

std::vector<double> Whitener::Deseason(const std::vector<double>& d) const {
  std::vector<double> out = d;
  for (const std::vector<double>& column : basis_) {
    double dot = 0;
    for (size_t t = 0; t < d.size(); ++t) dot += column[t] * d[t];
    for (size_t t = 0; t < d.size(); ++t) out[t] -= dot * column[t];
  }
  return out;
}

// The AR coefficients solve centred normal equations of order at most 3 by Cholesky: this runs once
// per permutation, where a general solver would be most of the cost.
void Whitener::Apply(const std::vector<double>& d, std::vector<double>& residuals) const {
  const std::vector<double> s = basis_.empty() ? d : Deseason(d);
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
