// Which combinations of dimension values explain why leaves are not what was expected? A leaf is
// one row of a table: one element of every dimension, an actual and an expected value. A cause is a
// conjunction of elements whose leaves moved alike (the ripple effect) while most others did not.
//
// The search chooses the set of causes that describes all leaves in the fewest nats. Without causes
// a leaf costs what its relative change costs under the noise of the table, but never more than
// naming the leaf by itself; a cause costs its name, its typical change and its spread, and its
// leaves then cost what is left around that change. So a cause has to hold for nearly all of its
// leaves, the layer (1 to all dimensions) comes out by itself, and one leaf far outside the noise
// is a cause too. Sources: the ripple effect and relative deviations as in Sun et al. 2018
// (HotSpot) and Kalander 2022 (RiskLoc); two-part codes: Rissanen 1978; unit of the noise:
// leaf_noise.h.
//
// What it leaves out: exceptions within a cause are not named. What it refuses: a table in which
// everything moved alike has no causes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace northstar::stats {

struct LeafTable {
  std::vector<std::vector<uint32_t>> elements;  // by dimension: the code of each leaf's element
  std::vector<double> actual, expected;         // by leaf
  // Of a ratio: by leaf, else empty. Actual and expected are its numerators then.
  std::vector<double> denominator_actual, denominator_expected;
};

struct Cause {
  std::vector<std::pair<size_t, uint32_t>> where;  // dimension and element, by dimension
  double score = 0;  // 0-1: the part of the surprise in its leaves that the cause takes away
  // Share of the whole deviation; above 1 or negative where others go the other way; 0 where the
  // whole did not move. Of a ratio as in Bhagwan et al. 2014.
  double explains = 0;
};

struct SegmentSearchOptions {
  // For metrics: only leaves with |actual| + |expected| >= max(30, 0.1 % of the whole), the four
  // dimensions that tell most, 50 elements of each (the smaller ones are one, kOtherElement), and
  // causes only where chance does not bring as much: p_value <= alpha.
  bool guarded = false;
  double alpha = 0.05;  // guarded; 0-1
  // Sums: what was expected is first multiplied by what half of the table grew by.
  bool beside_typical_growth = false;
  size_t most_causes = 64;  // under 2^16
  size_t most_also = 5;
};

inline constexpr uint32_t kOtherElement = UINT32_MAX;

struct SegmentSearch {
  std::vector<Cause> causes;  // the largest deviation first
  std::vector<Cause> also;    // runners-up: what was looked at and is not among the causes
  // Guarded: share of 199 tables without causes (deviations shuffled among leaves of similar size,
  // for causes of several leaves; drawn from the noise, for single leaves) that show as much;
  // doubled for the two looks. Not guarded, or nothing to look at: 1.
  double p_value = 1;
  // A ratio of counts, searched by their likelihood (rate_scan.h): guarded or not, the answer is
  // the same.
  bool of_counts = false;
};

// REQUIRES: all vectors of one length (or empty denominators, both); finite. The same table gives
// the same answer. At most about 12 million pairs of a leaf and a set of dimensions are looked at:
// beyond, the layers between the smallest and that of all dimensions are left out.
SegmentSearch SearchSegments(const LeafTable& leaves, const SegmentSearchOptions& options);

}  // namespace northstar::stats
