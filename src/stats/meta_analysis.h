// One effect from several studies (cohorts, experiments) that need not share the same true effect:
// each study counts by the inverse of its own variance plus that of the true effects (random
// effects).
// It leaves out small-study bias and moderators, and refuses to say anything of a next study from
// two. Sources: DerSimonian & Laird 1986; Paule & Mandel 1982; Viechtbauer 2005 (REML); Hartung &
// Knapp 2001; Higgins, Thompson & Spiegelhalter 2009 (prediction); Higgins & Thompson 2002 (I²).
// Pure and thread safe.
#pragma once

#include <optional>
#include <span>

namespace northstar::stats {

// How tau² is estimated. kReml is what metafor does by default; kDerSimonianLaird is the closed
// form of older papers, too low with few studies.
enum class Heterogeneity { kReml, kPauleMandel, kDerSimonianLaird };

// All in the unit of the effects, but for q, i_squared and k.
struct MetaResult {
  double estimate = 0;
  // 1/sqrt(Σw), for normal quantiles; w = 1/(variance + tau²).
  double standard_error = 0;
  // For t(k-1), and the one behind low and high: estimate ± t(k-1) · hartung_knapp_error. May be
  // smaller than standard_error, where studies agree more than their variances say.
  double hartung_knapp_error = 0;
  double low = 0;
  double high = 0;
  // Variance of the true effects, at least 0; with k <= 4 nothing to build on.
  double tau_squared = 0;
  // Cochran's, chi-squared with k-1 degrees of freedom where true effects do not vary.
  double q = 0;
  // max(0, (Q-(k-1))/Q), 0-100; the same for each way to tau².
  double i_squared = 0;
  // Where the true effect of a next study lies: ± t(k-2) · sqrt(tau² + hartung_knapp_error²), at
  // the level asked for. None with k = 2.
  std::optional<double> predict_low;
  std::optional<double> predict_high;
  // Studies.
  int k = 0;
};

// effects[i] and variances[i] (squared standard errors) are of study i; its order does not matter
// but for rounding. Nullopt with fewer than 2 studies, or when a variance is not above 0. REML that
// does not converge in 100 steps gives way to Paule-Mandel.
// REQUIRES: spans of equal length, finite, 0 < level < 1.
std::optional<MetaResult> RandomEffects(std::span<const double> effects,
                                        std::span<const double> variances, Heterogeneity method,
                                        double level);

}  // namespace northstar::stats
