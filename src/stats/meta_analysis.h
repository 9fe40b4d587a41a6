// One effect from several studies (cohorts, experiments) that need not share the same true effect.
// Sources: DerSimonian & Laird 1986; Paule & Mandel 1982; Viechtbauer 2005 (REML); Hartung & Knapp
// 2001; Higgins, Thompson & Spiegelhalter 2009 (prediction); Higgins & Thompson 2002 (I²).
#pragma once

#include <optional>
#include <span>

namespace northstar::stats {

enum class Heterogeneity { kReml, kPauleMandel, kDerSimonianLaird };

struct MetaResult {
  double estimate = 0;
  double standard_error = 0;       // 1/sqrt(Σw), for normal quantiles
  double hartung_knapp_error = 0;  // for t(k-1); may be the smaller of the two
  double low = 0;                  // estimate ± t(k-1) · hartung_knapp_error
  double high = 0;
  double tau_squared = 0;  // variance of the true effects; with k <= 4 nothing to build on
  double q = 0;            // Cochran's, chi-squared with k-1 degrees of freedom without variance
  double i_squared = 0;    // max(0, (Q-(k-1))/Q), 0-100; the same for each way to tau²
  // Where the true effect of a next study lies: ± t(k-2) · sqrt(tau² + hartung_knapp_error²).
  // None with k = 2.
  std::optional<double> predict_low;
  std::optional<double> predict_high;
  int k = 0;
};

// Nullopt with fewer than 2 studies, or when a variance is not above 0. REML that does not converge
// in 100 steps gives way to Paule-Mandel. REQUIRES: spans of equal length, finite, 0 < level < 1.
std::optional<MetaResult> RandomEffects(std::span<const double> effects,
                                        std::span<const double> variances, Heterogeneity method,
                                        double level);

}  // namespace northstar::stats
