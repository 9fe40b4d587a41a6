// How far scorers agree, before their scores are averaged: Krippendorff's alpha for scores with
// gaps, Kendall's W for rankings, intraclass correlations for complete scores. Alpha is 1 when all
// agree, 0 when ratings fall as if drawn from the pool of all ratings, below 0 when scorers
// contradict each other. Usual reading: 0.8 and above agree, 0.667 to 0.8 tentative, below: talk
// before averaging.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace northstar::stats {

// What the numbers of a rating mean: names only, an order, equal distances, a true zero.
enum class Measurement { kNominal, kOrdinal, kInterval, kRatio };

// ratings[rater][item]; nullopt: not rated. REQUIRES: rows of equal length, finite values.
using Ratings = std::vector<std::vector<std::optional<double>>>;

struct Agreement {
  double alpha = 0;                 // at most 1
  std::optional<double> low, high;  // 95 %, percentile bootstrap over items
  int items = 0;                    // with two ratings or more; others say nothing on agreement
  int ratings = 0;                  // in those items
};

// The interval comes from 1000 draws of items and is there from 10 items on; draws in which every
// rating is the same are left out. The same arguments give the same interval.
// Nullopt: fewer than 2 items with two ratings, or all their ratings are the same.
// REQUIRES: for kRatio no negative ratings. Time 1000 · (raters² · items + distinct values²).
// Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability.
std::optional<Agreement> KrippendorffAlpha(const Ratings& ratings, Measurement measurement,
                                           uint64_t seed);

struct Concordance {
  double w = 0;            // 0: no common order, 1: one order
  double chi_squared = 0;  // Friedman's, raters · (items - 1) · w
  double p_value = 1;      // chi-squared upper tail: rough when raters · items < 40
  double s = 0;            // squared deviations of the rank sums
  double ties = 0;         // sum of t³ - t over the groups of t tied items of every rater
};

// `ranks[rater][item]`. Every row is ranked again with mid-ranks, so mid-ranks stay what they are
// and scores are ranked.
// Nullopt: fewer than 2 raters or 2 items, or every rater ties all items.
// REQUIRES: rows of equal length, finite values.
// Source: Kendall & Babington Smith 1939; Siegel & Castellan 1988, 9.7 (ties).
std::optional<Concordance> KendallW(const std::vector<std::vector<double>>& ranks);

// The p-value for few raters and items: the share of `draws` in which every rater's ranks,
// shuffled, agree at least as far, the observed ranks counted in.
// REQUIRES: as KendallW, draws >= 1.
double KendallPermutationP(const std::vector<std::vector<double>>& ranks, int draws, uint64_t seed);

// Reliability of a single judge's score.
struct IntraclassCorrelation {
  double icc1 = 0;  // (1,1): every target has judges of its own
  double icc2 = 0;  // (2,1): the same judges, a sample of many; their levels count as disagreement
  double icc3 = 0;  // (3,1): just these judges; their levels do not count
};

// `ratings[target][judge]`, complete.
// Nullopt: fewer than 2 targets or judges, or ratings that vary too little for one of the three to
// exist.
// REQUIRES: rows of equal length.
// Source: Shrout & Fleiss 1979.
std::optional<IntraclassCorrelation> ShroutFleiss(const std::vector<std::vector<double>>& ratings);

}  // namespace northstar::stats
