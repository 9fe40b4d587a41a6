// What keeps a search for causes from naming noise: a smaller table of larger leaves, and how often
// chance alone would show as much. Pure, deterministic, thread safe.
#pragma once

#include <cstddef>
#include <vector>

#include "stats/segments/leaf_noise.h"
#include "stats/segments/segment_index.h"
#include "stats/segments/segment_search.h"

namespace northstar::stats {

struct GuardedTable {
  LeafTable leaves;                // of the kept dimensions; equal rows are one
  std::vector<size_t> dimensions;  // of the given table, by dimension of this one
};

// The four dimensions with the largest surprise; of each the 49 largest elements when it has more
// than 50, the others become kOtherElement; leaves of size (|actual| + |expected|, of a ratio of
// the denominators) of at least 30 and 0.1 % of all.
GuardedTable GuardTable(const LeafTable& leaves);

struct Chance {
  double several = 1;          // p-value that some segment of several leaves stands out
  std::vector<double> single;  // by row: that a single leaf is as far from the others
  bool any_several = false;    // whether there are segments of several, but not of all leaves
  size_t segment = 0;          // of several leaves, that stands out most
  size_t leaf = 0;             // row of the leaf that does
};

// 199 tables each: for segments with leaves of similar size in each other's places, for single
// leaves with deviations drawn from the noise. Few leaves cannot be shuffled into many tables: then
// both are drawn. `shape`: that `noise` was fitted with, and that drawn tables are judged by.
// REQUIRES: a change for every row of the index, a scale for every change.
Chance ChanceOf(const SegmentIndex& index, const std::vector<LeafChange>& changes,
                const LeafNoise& noise, NoiseShape shape);

}  // namespace northstar::stats
