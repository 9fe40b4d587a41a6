// Which dimension, and which of its elements, shows the change: each dimension by itself. An
// element is told by its explanatory power (its share of the deviation) and its surprise (how far
// its share of the whole moved); a dimension by the surprise of its elements. Before is what was
// expected, after what was seen. Source: Bhagwan et al. 2014 (Adtributor), with its formula for
// ratios. Pure and thread safe.
#pragma once

#include <cstddef>
#include <vector>

#include "stats/segments/rate_mix.h"

namespace northstar::stats {

struct ElementView {
  double explains = 0;  // share of the deviation of the whole; all add up to 1, or are all 0
  // 0 to ln(2)/2, in nats: its part of the Jensen-Shannon divergence of the shares before and
  // after; of a ratio that of numerators and denominators together.
  double surprise = 0;
};

// By element. Shares are of the sizes (|value|), so that negative values have one too; a side that
// is all zero has none and does not surprise. REQUIRES: finite.
std::vector<ElementView> ViewElements(const std::vector<SegmentTotals>& elements, bool ratio);

// Of a dimension: of all its elements.
double SurpriseOf(const std::vector<SegmentTotals>& elements, bool ratio);

struct DimensionCause {
  size_t dimension = 0;
  std::vector<size_t> elements;  // the most surprising first
  double explains = 0;           // all of them together; above 0.67
  double surprise = 0;
};

struct AdtributorOptions {
  double least_of_element = 0.1;  // explanatory power an element needs, share
  double least_of_all = 0.67;     // and all named of a dimension together
  size_t most_dimensions = 3;
};

// Dimensions of which a few elements explain enough, the most surprising first.
std::vector<DimensionCause> Adtributor(const std::vector<std::vector<SegmentTotals>>& dimensions,
                                       bool ratio, const AdtributorOptions& options);

}  // namespace northstar::stats
