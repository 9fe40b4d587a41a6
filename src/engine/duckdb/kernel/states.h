// What one thread accumulates for one accumulator of a plan, and how the threads' shares become
// cells. A state is filled by one thread (program.cc), then read by Finish* on several.
//
// Positions: an entity id is ordinal*64 + bucket; its position in a set is (bucket - first)*stride
// + ordinal, so that a bucket is a run of whole words and counts per bucket are plain pop counts.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "base/fixed_sum.h"
#include "base/hash.h"
#include "engine/gathered.h"

namespace northstar::kernel {

// The buckets that one pass covers, and the room that a set of entities needs.
struct EntitySpace {
  uint32_t first_bucket = 0;
  uint32_t last_bucket = kBuckets;  // exclusive
  uint32_t stride = 64;             // positions per bucket, a multiple of 64

  uint32_t size() const { return (last_bucket - first_bucket) * stride; }
  bool Holds(uint32_t id) const {
    const uint32_t bucket = id % kBuckets;
    return bucket >= first_bucket && bucket < last_bucket;
  }
  uint32_t PositionOf(uint32_t id) const {
    return (id % kBuckets - first_bucket) * stride + id / kBuckets;
  }
};

// Rows counted and values added, per cell.
struct SumCell {
  Int128 sum = 0;
  int64_t n = 0;
};
struct ExtremeCell {
  double v = 0;
  int64_t n = 0;
};

// Which positions were seen at least 1, 2 … `planes` times: a list while small, bit planes once the
// list would be larger. The planes of 64 positions stand side by side. One plane is a plain set.
struct IdSet {
  static constexpr uint32_t kMostPlanes = 3;
  std::vector<uint32_t> list;
  std::unique_ptr<uint64_t[]> bits;

  void Add(uint32_t position, const EntitySpace& space, uint32_t planes) {
    if (bits) {
      Mark(bits.get(), position, planes);
      return;
    }
    if (planes == 1 && !list.empty() && list.back() == position) return;
    list.push_back(position);
    if (list.size() * 32 >= space.size() * planes) MakeDense(space, planes);
  }
  static void Mark(uint64_t* bits, uint32_t position, uint32_t planes) {
    uint64_t* word = bits + static_cast<size_t>(position >> 6) * planes;
    const uint64_t bit = uint64_t{1} << (position & 63);
    if (planes > 2) word[2] |= word[1] & bit;
    if (planes > 1) word[1] |= word[0] & bit;
    word[0] |= bit;
  }
  void MakeDense(const EntitySpace& space, uint32_t planes);
};

// How often each position was seen, up to 255: a list while small, a byte each once that is
// smaller.
struct IdCounts {
  std::vector<uint32_t> list;
  std::unique_ptr<uint8_t[]> counts;

  // REQUIRES: thresholds are at most 255; larger ones keep the list (`dense_allowed` false).
  void Add(uint32_t position, const EntitySpace& space, bool dense_allowed) {
    if (counts) {
      counts[position] += static_cast<uint8_t>(counts[position] != 255);
      return;
    }
    list.push_back(position);
    if (dense_allowed && list.size() * 4 >= space.size()) MakeDense(space);
  }
  void MakeDense(const EntitySpace& space);
};

// Pairs (position << 32 | other id); sorted and made unique whenever they have doubled.
struct PairSet {
  std::vector<uint64_t> pairs;
  size_t compact_at = 4096;

  void Add(uint32_t position, uint32_t other) {
    const uint64_t pair = static_cast<uint64_t>(position) << 32 | other;
    if (!pairs.empty() && pairs.back() == pair) return;
    pairs.push_back(pair);
    if (pairs.size() >= compact_at) Compact();
  }
  void Compact();
};

// One page of cells per group, made when the group is first met.
template <typename C>
struct Pages {
  std::vector<std::unique_ptr<C[]>> groups;

  C* Page(uint32_t group, size_t cells) {
    if (group >= groups.size()) groups.resize(group + 1);
    if (!groups[group]) groups[group] = std::make_unique<C[]>(cells);
    return groups[group].get();
  }
  const C* Find(size_t group) const {
    return group < groups.size() ? groups[group].get() : nullptr;
  }
};

struct Counts : Pages<int64_t> {};
struct Sums : Pages<SumCell> {};
struct Extremes : Pages<ExtremeCell> {};
struct Lists : Pages<std::vector<double>> {};
struct Sets : Pages<IdSet> {};
struct Tallies : Pages<IdCounts> {};
struct PairSets : Pages<PairSet> {};

using State = std::variant<std::monostate, Counts, Sums, Extremes, Lists, Sets, Tallies, PairSets>;

// Which figures a finished cell has, beyond what the states say.
struct FinishSpec {
  int scale = 40;          // Sums
  bool maximum = false;    // Extremes
  double percentile = 50;  // Lists, 0 to 100
  uint32_t at_least = 1;   // Tallies, PairSets
  bool bucketed = false;
  EntitySpace space;
};

// One thread's share of one physical state; sets keep `planes` bit planes.
struct StateShare {
  const State* state;
  uint32_t planes = 1;
};

// Adds one cell of all shares to `cell` (and to the kBuckets cells at `buckets`, when bucketed).
// Several physical sets add up: their rows are disjoint.
// `page_index` is the period, or period*kBuckets for Counts and Sums that are bucketed.
void FinishCell(const std::vector<StateShare>& shares, size_t group, size_t page_index,
                const FinishSpec& spec, Cell& cell, Cell* buckets);

}  // namespace northstar::kernel
