// Does the share of hits rise with the dose, given the cohort? Cochran-Armitage in each stratum and
// Mantel's extension over strata: only differences between dose groups of one cohort count.
// Sources: Cochran 1954; Armitage 1955; Mantel 1963.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

// One entry per dose group. REQUIRES: three vectors of equal length, finite scores,
// 0 <= hits <= n; a group may be empty.
struct DoseStratum {
  std::vector<double> score;
  std::vector<int64_t> n;
  std::vector<int64_t> hits;
};

struct DoseTrend {
  double u = 0;  // above 0: more hits at higher scores than without a relation
  double variance = 0;
  double chi_squared = 0;  // u²/variance, 1 degree of freedom
  double p_value = 1;      // two-sided
};

// The variance of a stratum divides by n-1, given both margins (Mantel), or by n, given the dose
// groups only (Cochran and Armitage; R's prop.trend.test).
enum class TrendVariance { kHypergeometric, kBinomial };

// Nullopt when no stratum informs: everybody hits or nobody, or all have one score.
std::optional<DoseTrend> TestDoseTrend(std::span<const DoseStratum> strata,
                                       TrendVariance variance = TrendVariance::kHypergeometric);

}  // namespace northstar::stats
