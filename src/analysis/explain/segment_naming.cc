#include "analysis/explain/segment_naming.h"

#include <algorithm>
#include <cmath>

namespace northstar {
namespace {

constexpr size_t kMostNamed = 3;  // segments
constexpr double kLeastScore = 0.7;
constexpr size_t kFewCells = 24;
constexpr double kLeastOfFirst = 0.2;

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

NamedSegments NameSegments(const stats::LeafTable& leaves) {
  // Whether chance could have done it is asked of leaves that are large enough; what did it is
  // looked for in all of them.
  stats::SegmentSearchOptions all;
  all.beside_typical_growth = true;
  stats::SegmentSearchOptions guarded = all;
  guarded.guarded = true;
  const stats::SegmentSearch checked = stats::SearchSegments(leaves, guarded);
  NamedSegments out;
  out.p_value = checked.p_value;
  if (checked.p_value > guarded.alpha) return out;
  if (checked.of_counts) {  // no leaf is left out of these, and chance alone decides
    out.causes = WorthNaming(checked.causes, 0);
    return out;
  }
  out.causes = WorthNaming(stats::SearchSegments(leaves, all).causes, kLeastScore);
  // Few leaves do not tell the noise well enough for a high score; chance was ruled out above.
  const bool few = leaves.actual.size() < kFewCells;
  if (out.causes.empty()) out.causes = WorthNaming(checked.causes, few ? 0 : kLeastScore);
  return out;
}

}  // namespace northstar
