// Does the share of hits rise with the dose, given the cohort? Cochran-Armitage in each stratum and
// Mantel's extension over strata: only differences between dose groups of one cohort count, so that
// cohorts with other doses and other shares cannot make a trend. A trend that turns (rises, then
// falls) may cancel; what is tested is the straight one over the scores.
// Sources: Cochran 1954; Armitage 1955; Mantel 1963. Pure and thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

// One cohort, one entry per dose group: its score (only differences of scores matter), its units,
// and how many of them hit. A group may be empty; groups need not be the same ones in every
// stratum.
// REQUIRES: three vectors of equal length, finite scores, 0 <= hits <= n.
struct DoseStratum {
  std::vector<double> score;
  std::vector<int64_t> n;
  std::vector<int64_t> hits;
};

struct DoseTrend {
  // Σ over groups of (score - mean score of the stratum) · (hits - expected hits), summed over
  // strata; above 0: more hits at higher scores than without a relation.
  double u = 0;
  double variance = 0;
  // u²/variance, 1 degree of freedom.
  double chi_squared = 0;
  // Two-sided.
  double p_value = 1;
};

// The variance of a stratum divides by n-1, given both margins (Mantel), or by n, given the dose
// groups only (Cochran and Armitage; R's prop.trend.test).
enum class TrendVariance { kHypergeometric, kBinomial };

// Strata of fewer than two units count for nothing. Nullopt when no stratum informs: everybody hits
// or nobody, or all have one score.
std::optional<DoseTrend> TestDoseTrend(std::span<const DoseStratum> strata,
                                       TrendVariance variance = TrendVariance::kHypergeometric);

}  // namespace northstar::stats
