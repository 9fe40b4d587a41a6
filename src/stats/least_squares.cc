#include "stats/least_squares.h"

#include <Eigen/Dense>
#include <cmath>
#include <numeric>

namespace northstar::stats {
namespace {

Eigen::MatrixXd ToMatrix(const Columns& x, size_t rows) {
  Eigen::MatrixXd m(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(x.size()));
  for (size_t c = 0; c < x.size(); ++c) {
    m.col(static_cast<Eigen::Index>(c)) =
        Eigen::Map<const Eigen::VectorXd>(x[c].data(), static_cast<Eigen::Index>(rows));
  }
  return m;
}

}  // namespace

std::optional<Regression> LeastSquares(const Columns& x, const std::vector<double>& y) {
  if (y.size() <= x.size() || x.empty()) return std::nullopt;
  const Eigen::MatrixXd m = ToMatrix(x, y.size());
  const Eigen::Map<const Eigen::VectorXd> target(y.data(), static_cast<Eigen::Index>(y.size()));
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(m);
  qr.setThreshold(1e-10);
  if (qr.rank() < m.cols()) return std::nullopt;
  const Eigen::VectorXd beta = qr.solve(target);
  const Eigen::VectorXd residuals = target - m * beta;
  Regression fit;
  fit.rows = y.size();
  fit.parameters = x.size();
  fit.coefficients.assign(beta.data(), beta.data() + beta.size());
  fit.residuals.assign(residuals.data(), residuals.data() + residuals.size());
  fit.ssr = residuals.squaredNorm();
  const double variance = fit.ssr / static_cast<double>(fit.rows - fit.parameters);
  const Eigen::MatrixXd inverse =
      (m.transpose() * m).ldlt().solve(Eigen::MatrixXd::Identity(m.cols(), m.cols()));
  for (Eigen::Index c = 0; c < m.cols(); ++c) {
    fit.standard_errors.push_back(std::sqrt(std::max(0.0, variance * inverse(c, c))));
  }
  return fit;
}

std::vector<double> NeweyWestErrors(const Columns& x, const Regression& fit, int lags) {
  const Eigen::MatrixXd m = ToMatrix(x, fit.rows);
  const auto n = static_cast<Eigen::Index>(fit.rows);
  const Eigen::Map<const Eigen::VectorXd> e(fit.residuals.data(), n);
  const Eigen::MatrixXd scores = m.array().colwise() * e.array();
  Eigen::MatrixXd meat = scores.transpose() * scores;
  for (int lag = 1; lag <= lags && lag < n; ++lag) {
    const double weight = 1.0 - static_cast<double>(lag) / (lags + 1);
    const Eigen::MatrixXd gamma = scores.bottomRows(n - lag).transpose() * scores.topRows(n - lag);
    meat += weight * (gamma + gamma.transpose());
  }
  const Eigen::MatrixXd bread =
      (m.transpose() * m).ldlt().solve(Eigen::MatrixXd::Identity(m.cols(), m.cols()));
  const Eigen::MatrixXd covariance = bread * meat * bread;
  std::vector<double> errors;
  for (Eigen::Index c = 0; c < m.cols(); ++c)
    errors.push_back(std::sqrt(std::max(0.0, covariance(c, c))));
  return errors;
}

Columns OrthonormalBasis(const Columns& x) {
  const Eigen::MatrixXd m = ToMatrix(x, x[0].size());
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(m);
  qr.setThreshold(1e-10);
  const Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(m.rows(), qr.rank());
  Columns basis;
  for (Eigen::Index c = 0; c < q.cols(); ++c)
    basis.emplace_back(q.col(c).data(), q.col(c).data() + q.rows());
  return basis;
}

void AddIndependent(Columns& x, std::vector<double> column) {
  std::vector<double> left = column;
  const auto squares = [](const std::vector<double>& v) {
    return std::inner_product(v.begin(), v.end(), v.begin(), 0.0);
  };
  for (const std::vector<double>& unit : OrthonormalBasis(x)) {
    const double dot = std::inner_product(left.begin(), left.end(), unit.begin(), 0.0);
    for (size_t t = 0; t < left.size(); ++t) left[t] -= dot * unit[t];
  }
  if (squares(left) > 1e-12 * squares(column)) x.push_back(std::move(column));
}

std::optional<double> Aicc(double ssr, size_t rows, size_t parameters) {
  const auto m = static_cast<double>(rows);
  const auto k = static_cast<double>(parameters + 1);
  if (m - k - 1 < 4) return std::nullopt;
  return m * std::log(std::max(ssr, 1e-300) / m) + 2 * k + 2 * k * (k + 1) / (m - k - 1);
}

}  // namespace northstar::stats
