#include "stats/segments/typical_growth.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace northstar::stats {

double TypicalGrowth(const LeafTable& leaves) {
  const bool quotient = !leaves.denominator_actual.empty();
  std::vector<std::pair<double, double>> factors;  // growth, size
  double total = 0;
  for (size_t i = 0; i < leaves.actual.size(); ++i) {
    double before = leaves.expected[i];
    double after = leaves.actual[i];
    double size = std::min(std::fabs(before), std::fabs(after));
    if (quotient) {
      const double below_before = leaves.denominator_expected[i];
      const double below_after = leaves.denominator_actual[i];
      if (below_before == 0 || below_after == 0) continue;
      before /= below_before;
      after /= below_after;
      size = std::min(std::fabs(below_before), std::fabs(below_after));
    }
    if (!(before > 0) || !(after >= 0)) continue;
    factors.emplace_back(after / before, size);
    total += size;
  }
  std::sort(factors.begin(), factors.end());
  double sum = 0;
  for (const auto& [factor, size] : factors) {
    sum += size;
    if (sum >= total / 2) return factor > 0 ? factor : 1;
  }
  return 1;
}

}  // namespace northstar::stats
