#include "stats/segment_index.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

namespace northstar::stats {
namespace {

constexpr size_t kMostPairs = 30'000'000;  // of a row and a cuboid: 8 bytes each
constexpr size_t kMostDimensions = 20;     // in all sets; beyond, only alone and all together

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

std::vector<std::vector<size_t>> SetsOf(size_t dimensions, size_t most) {
  std::vector<std::vector<size_t>> sets;
  if (dimensions <= kMostDimensions) {
    std::vector<uint32_t> masks;
    for (uint32_t mask = 1; mask < (1U << dimensions); ++mask) masks.push_back(mask);
    std::stable_sort(masks.begin(), masks.end(),
                     [](uint32_t a, uint32_t b) { return std::popcount(a) < std::popcount(b); });
    for (const uint32_t mask : masks) {
      std::vector<size_t>& set = sets.emplace_back();
      for (size_t d = 0; d < dimensions; ++d) {
        if ((mask >> d & 1U) != 0) set.push_back(d);
      }
    }
  } else {
    for (size_t d = 0; d < dimensions; ++d) sets.push_back({d});
    sets.emplace_back();
    for (size_t d = 0; d < dimensions; ++d) sets.back().push_back(d);
  }
  if (sets.size() > most) {
    sets[std::max(most, dimensions + 1) - 1] = sets.back();
    sets.resize(std::max(most, dimensions + 1));
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
