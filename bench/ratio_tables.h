// Leaf tables of a ratio whose causes are known: how many units of each leaf count, before and
// after, where a leaf has few units. Shared by the calibration and the accuracy suite.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/random.h"
#include "stats/segments/segment_search.h"

namespace northstar {

using SegmentName = std::vector<std::pair<size_t, uint32_t>>;  // dimension and element

struct RatioTable {
  stats::LeafTable leaves;
  std::vector<SegmentName> causes;
  // Each cause's count is at least five of its own standard deviations from what it would be
  // without it.
  bool clear = false;
};

struct RatioTableKind {
  bool forecast = false;  // the expectation is the mean of five earlier moments, not one of them
  bool falls = false;     // causes that lower the rate; else they raise it
  int causes = 1;         // 0 to 2
};

// 2 to 4 dimensions of 2 to 8 elements, 3 to 400 units for each leaf, a rate of 0.1 to 30 % that
// differs by element and leaf; causes of 1 to 3 dimensions multiply (or divide) it by 2 to 10.
RatioTable DrawRatioTable(Random& random, const RatioTableKind& kind);

}  // namespace northstar
