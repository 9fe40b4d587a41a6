// Logistic and Poisson regression with an intercept of its own for every stratum (cohort), so that
// what differs between strata cannot pass for an effect of a column. The intercepts are eliminated
// block by block (Schur complement): a step costs O(rows · p²) however many strata there are.
//
// Poisson serves amounts with zeros and skew as a quasi-likelihood: only the mean has to follow the
// model, and the robust errors hold whatever the variance is. Strata should hold dozens of rows:
// with a handful each, logistic coefficients are too large (incidental parameters).
//
// Sources: McCullagh & Nelder 1989 (IRLS); Huber 1967 and White 1980 (HC0 sandwich), Liang & Zeger
// 1986 (its clusters); Firth 1993 and Heinze & Schemper 2002 (separation).
#pragma once

#include <optional>
#include <vector>

#include "stats/least_squares.h"

namespace northstar::stats {

enum class GlmFamily { kLogistic, kPoisson };

// REQUIRES: columns, `y` and the vectors that are not empty of equal length; finite values; y is 0
// or 1 for kLogistic, >= 0 for kPoisson.
struct GlmData {
  Columns x;  // without constants; at least one
  std::vector<double> y;
  std::vector<int> stratum;  // 0 … S-1; empty: one intercept
  std::vector<int> cluster;  // any numbers; empty: each row on its own
};

struct GlmFit {
  std::vector<double> coefficients;  // of x, on the scale of the logit or the logarithm
  std::vector<double> intercepts;    // by stratum; see below for ±infinity
  // From the information (Poisson: dispersion 1), and from the sandwich without small-sample
  // factor.
  std::vector<double> standard_errors;
  std::vector<double> robust_errors;
  std::vector<double> intercept_errors;
  std::vector<double> robust_intercept_errors;
  std::vector<std::vector<double>> robust_covariance;  // of x
  double deviance = 0;
  double log_likelihood = 0;   // of the Poisson only up to a constant that y alone decides, unless
                               // y are counts
  double aic = 0;              // -2 · log_likelihood + 2 · parameters
  std::vector<double> fitted;  // the expected y of every row
  bool penalised = false;      // Firth's penalty; the likelihoods are still without it
  int steps = 0;
  size_t rows = 0;  // that inform
};

// Stops when the deviance changes by less than 1e-8 of itself, after at most 25 steps; then takes
// one more, which makes coefficients exact to rounding.
//
// A stratum whose y are all equal (all 0 or all 1; Poisson: all 0) says nothing about x. Its rows
// are left out; its intercept is the limit, -infinity or +infinity, with infinite errors, and its
// fitted values are its y.
//
// A logistic fit that separates, or does not converge, is repeated with Firth's penalty (up to 250
// steps) on the rows that inform. It separates when a row still moves by more than 0.1 on the logit
// where the deviance stands still: some coefficient runs to infinity. (Fitted values of 0 or 1
// alone are no sign of it, an outlier in x has them as well.)
//
// Nullopt: no column, fewer informing rows than p + S + 10, columns dependent or constant within
// strata, no convergence, or a Poisson coefficient that runs to infinity.
std::optional<GlmFit> FitGlm(const GlmData& data, GlmFamily family);

struct MarginalEffect {
  double difference = 0;  // in the unit of y; for kLogistic a difference of shares
  double standard_error = 0;
};

// The mean over the rows that inform of (expected y with `column` = high) - (with `column` = low),
// all other columns as they are. The error is the delta method with the joint robust covariance of
// coefficients and intercepts, by cluster where given; the rows' x count as fixed.
// REQUIRES: `fit` is of `data` and `family`; column < x.size().
MarginalEffect MarginalDifference(const GlmFit& fit, const GlmData& data, GlmFamily family,
                                  size_t column, double low, double high);

}  // namespace northstar::stats
