// Which entities were seen at least once, twice, three times: a list of positions while small, bit
// planes once the list would be larger. The planes of 64 positions stand side by side.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/kernel/collectors/collector.h"

namespace northstar::kernel {

struct IdSet {
  BlockList<uint32_t, 16, 4096> list;
  uint64_t* bits = nullptr;  // of the thread's arena

  template <uint32_t kPlanes>
  static void Mark(uint64_t* bits, uint32_t position) {
    uint64_t* word = bits + static_cast<size_t>(position >> 6) * kPlanes;
    const uint64_t bit = uint64_t{1} << (position & 63);
    if constexpr (kPlanes > 2) word[2] |= word[1] & bit;
    if constexpr (kPlanes > 1) word[1] |= word[0] & bit;
    word[0] |= bit;
  }
};

// For finishing lists of positions, an entry per row. Sorting pays only far below the universe.
bool WorthSorting(size_t entries, const EntitySpace& space);
// Adds every position that occurs at least `at_least` times. Sorts `positions`.
void CountRuns(std::vector<uint32_t>& positions, const CellSource& source,
               const CellTarget& target);

}  // namespace northstar::kernel
