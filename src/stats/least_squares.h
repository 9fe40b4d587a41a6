// Ordinary least squares with the standard errors that time series need. Eigen stays behind here.
#pragma once

#include <optional>
#include <vector>

namespace northstar::stats {

// Columns of equal length; the caller adds the constant where it wants one.
using Columns = std::vector<std::vector<double>>;

struct Regression {
  std::vector<double> coefficients;
  std::vector<double> residuals;
  std::vector<double> standard_errors;  // classical, n - k degrees of freedom
  double ssr = 0;
  size_t rows = 0;
  size_t parameters = 0;
};

// Householder QR with column pivoting, rank tolerance 1e-10. Nullopt when the columns are linearly
// dependent or there are no more rows than columns. REQUIRES: finite values.
std::optional<Regression> LeastSquares(const Columns& x, const std::vector<double>& y);

// Heteroscedasticity and autocorrelation consistent errors with a Bartlett window of `lags`.
// Source: Newey & West 1987; no prewhitening, no small-sample factor.
std::vector<double> NeweyWestErrors(const Columns& x, const Regression& fit, int lags);

// An orthonormal basis of the columns' span, to remove them from many series cheaply.
Columns OrthonormalBasis(const Columns& x);

// Adds a column unless the others all but span it (1e-6 of its length is left).
void AddIndependent(Columns& x, std::vector<double> column);

// m·log(SSR/m) + 2k + 2k(k+1)/(m-k-1) with k = parameters + 1; nullopt when m-k-1 < 4.
// Source: Hurvich & Tsai 1989.
std::optional<double> Aicc(double ssr, size_t rows, size_t parameters);

}  // namespace northstar::stats
