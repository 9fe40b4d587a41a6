// Which dimension, and which of its elements, shows the change: each dimension by itself. An
// element is told by its explanatory power (its share of the deviation) and its surprise (how far
// its share of the whole moved); a dimension by the surprise of its elements. Before is what was
// expected, after what was seen.
// It leaves out combinations of dimensions (segment_search.h) and asks nothing of chance: some
// dimension nearly always qualifies. Source: Bhagwan et al. 2014 (Adtributor), with its formula for
// ratios. Pure and thread safe.
#pragma once

#include <cstddef>
#include <vector>

#include "stats/segments/rate_mix.h"

namespace northstar::stats {

struct ElementView {
  // Share of the deviation of the whole; all add up to 1, or are all 0 where the whole did not
  // move. Above 1 or negative where elements moved against each other.
  double explains = 0;
  // 0 to ln(2)/2, in nats: its part of the Jensen-Shannon divergence of the shares before and
  // after; of a ratio that of numerators and denominators together, so up to ln(2).
  double surprise = 0;
};

// One view per element, in the order given. Shares are of the sizes (|value|), so that negative
// values have one too; a side that is all zero has none and does not surprise. `ratio`: false: the
// numerators are values of a sum. REQUIRES: finite.
std::vector<ElementView> ViewElements(const std::vector<SegmentTotals>& elements, bool ratio);

// Of a dimension: of all its elements, 0 to ln(2) for a sum. More elements do not make it larger by
// themselves, but those with few units do.
double SurpriseOf(const std::vector<SegmentTotals>& elements, bool ratio);

struct DimensionCause {
  size_t dimension = 0;
  // Places in the dimension, the most surprising first.
  std::vector<size_t> elements;
  // All of them together; above `least_of_all`.
  double explains = 0;
  // Of the named elements, in nats.
  double surprise = 0;
};

struct AdtributorOptions {
  // Explanatory power an element needs to be named, as a share.
  double least_of_element = 0.1;
  // And all named of a dimension together.
  double least_of_all = 0.67;
  size_t most_dimensions = 3;
};

// Dimensions of which a few elements explain enough, the most surprising first; empty where none
// does. `dimensions[d]` holds the elements of one dimension; all are cuts of the same whole.
std::vector<DimensionCause> Adtributor(const std::vector<std::vector<SegmentTotals>>& dimensions,
                                       bool ratio, const AdtributorOptions& options);

}  // namespace northstar::stats
