// What the leaves of a ratio of counts are expected to count, where each has few units. A rate of
// 1 in 7 says little: the rates before are smoothed over the elements of every dimension, and each
// leaf is drawn to that as far as the later counts show that its own history holds on.
//
// Sources: iterative proportional fitting: Deming & Stephan 1940; rates as gamma around a mean,
// counts as Poisson around a rate: Clayton & Kaldor 1987.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/random.h"
#include "stats/segments/segment_search.h"

namespace northstar::stats {

// One moment of a table: by leaf, how many units there were and how many of them counted.
struct RateCounts {
  std::vector<double> hits, units;
};

struct RateModel {
  std::vector<double> rate;      // by leaf: hits per unit, > 0
  std::vector<double> variance;  // by leaf: of a count, in units of its mean; > 0
  double shape = 1;              // gamma: of the rates of leaves around the smoothed ones
  double dispersion = 1;         // of the leaves beyond what drawing units one by one brings
};

// None: no ratio, or its numerators or denominators are no counts.
struct RateTable {
  RateCounts before, after;
  bool share = false;  // no leaf has more hits than units
  // How many moments the counts before are the mean of: their noise is that of so many counts.
  // Whole numbers were counted once; fractions tell it where they are all multiples of one part,
  // and else are taken for the mean of a few.
  double moments = 1;
};
std::optional<RateTable> RateTableOf(const LeafTable& leaves);

// `left_out`, by leaf: leaves that moved, which tell nothing of the noise; empty: none is known.
// `shape`: where it is known.
// REQUIRES: as many elements in every dimension as leaves; a hit afterwards.
RateModel FitRates(const std::vector<std::vector<uint32_t>>& elements, const RateTable& table,
                   const std::vector<char>& left_out, std::optional<double> shape);

// The same table as it might have been without causes: the rate of each leaf as far as its history
// tells it, both moments counted anew; afterwards at `level` times the rate.
RateTable DrawTable(Random& random, const RateTable& table, const RateModel& model, double level);

}  // namespace northstar::stats
