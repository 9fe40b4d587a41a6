#include "stats/segments/segment_index.h"

#include <algorithm>
#include <unordered_map>

namespace northstar::stats {
namespace {

constexpr size_t kMostPairs = 12'000'000;  // of a row and a cuboid: 8 bytes each

// Codes without gaps, in order of appearance; returns how many.
uint32_t Compact(const std::vector<uint64_t>& keys, std::vector<uint32_t>& codes) {
  std::unordered_map<uint64_t, uint32_t> known;
  codes.resize(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    codes[i] = known.try_emplace(keys[i], static_cast<uint32_t>(known.size())).first->second;
  }
  return static_cast<uint32_t>(known.size());
}

// The same by a table, where the keys are few.
uint32_t CompactDense(const std::vector<uint64_t>& keys, uint64_t most,
                      std::vector<uint32_t>& codes) {
  std::vector<uint32_t> known(most, UINT32_MAX);
  uint32_t count = 0;
  codes.resize(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    uint32_t& code = known[keys[i]];
    if (code == UINT32_MAX) code = count++;
    codes[i] = code;
  }
  return count;
}

// The sets of one more dimension: each set with every dimension after its last.
std::vector<std::vector<size_t>> NextLayer(const std::vector<std::vector<size_t>>& sets,
                                           size_t dimensions) {
  std::vector<std::vector<size_t>> next;
  for (const std::vector<size_t>& set : sets) {
    for (size_t d = set.empty() ? 0 : set.back() + 1; d < dimensions; ++d) {
      next.push_back(set);
      next.back().push_back(d);
    }
  }
  return next;
}

// Whole layers while there are not too many sets, and all dimensions together.
std::vector<std::vector<size_t>> SetsOf(size_t dimensions, size_t most) {
  std::vector<std::vector<size_t>> layer = NextLayer({{}}, dimensions);
  std::vector<std::vector<size_t>> sets = layer;
  for (size_t size = 2; size < dimensions; ++size) {
    // Of n sets of size - 1 come n (dimensions - size + 1) / size.
    const size_t coming = layer.size() * (dimensions - size + 1) / size;
    if (sets.size() + coming > most) break;
    layer = NextLayer(layer, dimensions);
    sets.insert(sets.end(), layer.begin(), layer.end());
  }
  if (dimensions > 1) {
    sets.emplace_back();
    for (size_t d = 0; d < dimensions; ++d) sets.back().push_back(d);
  }
  return sets;
}

}  // namespace

SegmentIndex::SegmentIndex(const std::vector<std::vector<uint32_t>>& elements)
    : rows_(elements[0].size()) {
  std::vector<std::vector<uint32_t>> codes(elements.size());
  std::vector<uint32_t> counts;
  for (size_t d = 0; d < elements.size(); ++d) {
    counts.push_back(Compact({elements[d].begin(), elements[d].end()}, codes[d]));
  }
  const size_t most = rows_ > 0 ? kMostPairs / rows_ : 1;
  for (std::vector<size_t>& set : SetsOf(elements.size(), most)) {
    Add(std::move(set), codes, counts);
  }
}

void SegmentIndex::Add(std::vector<size_t> dimensions,
                       const std::vector<std::vector<uint32_t>>& codes,
                       const std::vector<uint32_t>& counts) {
  std::vector<uint64_t> keys(rows_, 0);
  std::vector<uint32_t> local(rows_, 0);
  uint64_t reach = 1;
  uint32_t count = 1;
  for (const size_t d : dimensions) {
    if (reach > UINT64_MAX / std::max<uint64_t>(counts[d], 1)) {
      count = Compact(keys, local);
      keys.assign(local.begin(), local.end());
      reach = count;
    }
    for (size_t i = 0; i < rows_; ++i) keys[i] = keys[i] * counts[d] + codes[d][i];
    reach *= counts[d];
  }
  count = reach <= 4 * rows_ + 1024 ? CompactDense(keys, reach, local) : Compact(keys, local);
  const auto cuboid = static_cast<uint32_t>(cuboids_.size());
  const size_t first = segments();
  cuboids_.push_back({std::move(dimensions), first, first + count});
  cuboid_of_.resize(first + count, cuboid);
  std::vector<size_t> at(count + 1, 0);
  for (const uint32_t code : local) ++at[code + 1];
  for (size_t s = 0; s < count; ++s) at[s + 1] += at[s];
  const size_t base = rows_of_.size();
  for (size_t s = 0; s < count; ++s) starts_.push_back(base + at[s + 1]);
  rows_of_.resize(base + rows_);
  for (size_t i = 0; i < rows_; ++i) rows_of_[base + at[local[i]]++] = static_cast<uint32_t>(i);
  local_.push_back(std::move(local));
}

}  // namespace northstar::stats
