#include "analysis/explain/segment_naming.h"

#include <algorithm>
#include <cmath>

namespace northstar {
namespace {

constexpr size_t kMostNamed = 3;  // segments
constexpr double kLeastScore = 0.7;
constexpr size_t kFewCells = 24;
constexpr double kLeastOfFirst = 0.2;

// What most of the table did: the factor under which half of it lies. A leaf counts for the smaller
// of its two moments, or one large payment in one of them would speak for the whole table.
double TypicalGrowth(const stats::LeafTable& leaves) {
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

// Causes that take nearly all of the surprise of their leaves away (`score`), and not much less of
// the deviation than the first.
std::vector<stats::Cause> WorthNaming(const std::vector<stats::Cause>& found, double least_score) {
  std::vector<stats::Cause> named;
  for (const stats::Cause& cause : found) {
    if (cause.explains == 0) continue;  // all that stands out is that it stayed as it was
    const bool large = named.empty() || std::fabs(cause.explains) >=
                                            kLeastOfFirst * std::fabs(named.front().explains);
    if (cause.score >= least_score && large && named.size() < kMostNamed) named.push_back(cause);
  }
  return named;
}

}  // namespace

NamedSegments NameSegments(stats::LeafTable leaves) {
  const double typical = TypicalGrowth(leaves);
  for (double& expected : leaves.expected) expected *= typical;
  // Whether chance could have done it is asked of leaves that are large enough; what did it is
  // looked for in all of them.
  stats::SegmentSearchOptions guarded;
  guarded.guarded = true;
  const stats::SegmentSearch checked = stats::SearchSegments(leaves, guarded);
  NamedSegments out;
  out.p_value = checked.p_value;
  if (checked.p_value > guarded.alpha) return out;
  out.causes = WorthNaming(stats::SearchSegments(leaves, {}).causes, kLeastScore);
  // Few leaves do not tell the noise well enough for a high score; chance was ruled out above.
  const bool few = leaves.actual.size() < kFewCells;
  if (out.causes.empty()) out.causes = WorthNaming(checked.causes, few ? 0 : kLeastScore);
  return out;
}

}  // namespace northstar
