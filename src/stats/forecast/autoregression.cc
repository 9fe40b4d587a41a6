#include "stats/forecast/autoregression.h"

#include <algorithm>
#include <cmath>

#include "stats/least_squares.h"

namespace northstar::stats {
namespace {

constexpr double kTiny = 1e-9;

std::vector<double> Changes(std::span<const double> values) {
  std::vector<double> changes;
  for (size_t t = 1; t < values.size(); ++t) changes.push_back(values[t] - values[t - 1]);
  return changes;
}

// Normal equations of the changes on their own past.
struct Moments {
  size_t order = 0;
  double rows = 0, squares = 0;
  std::vector<double> cross;  // with each lag
  std::vector<double> lags;   // lower triangle, row-major, order × order
};

Moments MomentsOf(const std::vector<double>& changes, size_t order) {
  Moments m{order, 0, 0, std::vector<double>(order, 0.0), std::vector<double>(order * order, 0.0)};
  const size_t n = changes.size();
  for (size_t t = order; t < n; ++t) m.squares += changes[t] * changes[t];
  m.rows = n > order ? static_cast<double>(n - order) : 0;
  // The product of two lags depends on their distance but for its two ends: each diagonal follows
  // from its first entry.
  for (size_t distance = 0; distance <= order; ++distance) {
    double sum = 0;
    for (size_t t = order; t < n; ++t) sum += changes[t] * changes[t - distance];
    if (distance > 0) m.cross[distance - 1] = sum;
    for (size_t i = 0; i + distance < order; ++i) {
      sum += changes[order - 1 - i] * changes[order - 1 - i - distance] -
             changes[n - 1 - i] * changes[n - 1 - i - distance];
      m.lags[(i + distance) * order + i] = sum;
    }
  }
  return m;
}

// Cholesky of the leading `order` rows plus `ridge` on the diagonal. Empty when not definite.
std::vector<double> Solve(const Moments& m, size_t order, double ridge) {
  std::vector<double> root(order * order, 0.0);
  std::vector<double> x(order);
  for (size_t i = 0; i < order; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      double sum = m.lags[i * m.order + j];
      if (i == j) sum += ridge + kTiny * sum;
      const double whole = sum;
      for (size_t k = 0; k < j; ++k) sum -= root[i * order + k] * root[j * order + k];
      if (i == j && !(sum > 1e-12 * whole)) return {};
      root[i * order + j] = i == j ? std::sqrt(sum) : sum / root[j * order + j];
    }
    x[i] = m.cross[i];
    for (size_t k = 0; k < i; ++k) x[i] -= root[i * order + k] * x[k];
    x[i] /= root[i * order + i];
  }
  for (size_t i = order; i-- > 0;) {
    for (size_t k = i + 1; k < order; ++k) x[i] -= root[k * order + i] * x[k];
    x[i] /= root[i * order + i];
  }
  return x;
}

}  // namespace

ChangeAutoregression FitShortAutoregression(std::span<const double> values, size_t largest_order) {
  const std::vector<double> changes = Changes(values);
  const size_t largest = std::min(largest_order, changes.size() / 6);
  const Moments m = MomentsOf(changes, largest);
  ChangeAutoregression best;
  if (!(m.squares > 0)) return best;
  auto best_criterion = Aicc(m.squares, static_cast<size_t>(m.rows), 0);
  for (size_t order = 1; order <= largest && best_criterion; ++order) {
    std::vector<double> coefficients = Solve(m, order, 0);
    if (coefficients.empty()) break;
    double left = m.squares;
    for (size_t i = 0; i < order; ++i) left -= coefficients[i] * m.cross[i];
    const auto criterion =
        Aicc(std::max(left, kTiny * m.squares), static_cast<size_t>(m.rows), order);
    if (criterion && *criterion < *best_criterion) {
      best_criterion = criterion;
      best.coefficients = std::move(coefficients);
    }
  }
  return best;
}

ChangeAutoregression FitLongAutoregression(std::span<const double> values, size_t order,
                                           double penalty) {
  ChangeAutoregression model;
  std::vector<double> changes = Changes(values);
  const auto n = static_cast<double>(changes.size());
  if (n < 1.5 * static_cast<double>(order) + 20) return model;
  for (const double change : changes) model.mean += change / n;
  for (double& change : changes) change -= model.mean;
  const Moments m = MomentsOf(changes, order);
  if (!(m.squares > 0)) return model;
  model.coefficients = Solve(m, order, penalty * m.squares / m.rows);
  return model;
}

std::vector<double> ForecastAutoregression(std::span<const double> values,
                                           const ChangeAutoregression& model, size_t horizon) {
  const size_t order = std::min(model.coefficients.size(), values.size() - 1);
  std::vector<double> changes(order + horizon);
  for (size_t i = 0; i < order; ++i) {
    const size_t t = values.size() - order + i;
    changes[i] = values[t] - values[t - 1] - model.mean;
  }
  std::vector<double> ahead(horizon);
  double level = values.back();
  for (size_t h = 0; h < horizon; ++h) {
    double change = 0;
    for (size_t lag = 0; lag < order; ++lag) {
      change += model.coefficients[lag] * changes[order + h - 1 - lag];
    }
    changes[order + h] = change;
    level += change + model.mean;
    ahead[h] = level;
  }
  return ahead;
}

}  // namespace northstar::stats
