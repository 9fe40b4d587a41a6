// The relative change of every leaf, and how large it is where nothing happened. The noise is
// estimated from the leaves themselves although many may be displaced: around the level where most
// are, by a clipped standard deviation; it may shrink with the leaf's size as counts do.
// Source: truncated normal moments: Johnson, Kotz & Balakrishnan 1994, ch. 13.
#pragma once

#include <cstddef>
#include <vector>

#include "stats/segments/segment_search.h"

namespace northstar::stats {

struct LeafChange {
  size_t leaf = 0;    // row in the table
  double change = 0;  // (actual - expected) / the larger in size of both: -2 to 2, a rise positive
  double size = 0;    // |actual| + |expected|; of a ratio of the denominators; > 0
  double size_before = 0;  // the expected part of it
};

// Leaves that say something: not those with nothing actual and nothing expected.
std::vector<LeafChange> ChangesOf(const LeafTable& leaves);

// Whether the leaves are whole numbers that vary about as drawing them one by one would make them
// (Poisson; of a ratio binomial): then a large leaf may be trusted to be steadier than a small one.
// Amounts of money are not, nor are counts of things that few do often.
bool VaryAsCounts(const LeafTable& leaves, const std::vector<LeafChange>& changes);

struct LeafNoise {
  double center = 0;          // the level of the leaves to which nothing happened
  std::vector<double> scale;  // standard deviation, by change
  // Of the Student t distribution that its far tail and the few leaves it is known from ask for.
  double degrees_of_freedom = 1;
};

// How the noise depends on the size of a leaf: as the leaves show it; or, of few leaves of a
// metric, which show too little, falling with it as that of counts does; or, of few leaves, not at
// all, as that of money does where a single payment can make a leaf.
enum class NoiseShape { kObserved, kCounts, kFlat };

// `displaced`, by change: leaves known to be displaced, which are left out; empty: none known yet,
// and then the far tail is taken for a normal's.
// REQUIRES: changes not empty.
LeafNoise FitNoise(const std::vector<LeafChange>& changes, const std::vector<char>& displaced,
                   NoiseShape shape);

// By change: the further of two kinds of leaves, where few leaves fall into two kinds, each alike,
// of which one is about as expected; empty: there are no such kinds, or many leaves, among which
// FitNoise tells the kinds apart itself.
std::vector<char> FurtherKind(const std::vector<LeafChange>& changes);

}  // namespace northstar::stats
