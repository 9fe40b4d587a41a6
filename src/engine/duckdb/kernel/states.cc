#include "engine/duckdb/kernel/states.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace northstar::kernel {

void IdSet::MakeDense(const EntitySpace& space, uint32_t planes) {
  bits = std::make_unique<uint64_t[]>(static_cast<size_t>(space.size() / 64) * planes);
  for (const uint32_t position : list) Mark(bits.get(), position, planes);
  list = {};
}

void IdCounts::MakeDense(const EntitySpace& space) {
  counts = std::make_unique<uint8_t[]>(space.size());
  for (const uint32_t position : list)
    counts[position] += static_cast<uint8_t>(counts[position] != 255);
  list = {};
}

void PairSet::Compact() {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  compact_at = std::max<size_t>(4096, pairs.size() * 2);
}

namespace {

template <typename S>
std::vector<const std::remove_extent_t<typename decltype(S::groups)::value_type::element_type>*>
PagesOf(const std::vector<StateShare>& shares, size_t group) {
  std::vector<const std::remove_extent_t<typename decltype(S::groups)::value_type::element_type>*>
      pages;
  for (const StateShare& share : shares) {
    const S* typed = std::get_if<S>(share.state);
    if (typed == nullptr) continue;
    if (const auto* page = typed->Find(group)) pages.push_back(page);
  }
  return pages;
}

// Adds `count` entities at `position` to the cell and to the bucket that the position lies in.
void AddEntities(uint32_t position, int64_t count, const FinishSpec& spec, Cell& cell,
                 Cell* buckets) {
  cell.n += count;
  if (buckets != nullptr)
    buckets[spec.space.first_bucket + position / spec.space.stride].n += count;
}

void FinishCounts(const std::vector<StateShare>& shares, size_t group, size_t index,
                  const FinishSpec& spec, Cell& cell, Cell* buckets) {
  for (const int64_t* page : PagesOf<Counts>(shares, group)) {
    for (size_t b = 0; b < (spec.bucketed ? kBuckets : 1U); ++b) {
      cell.n += page[index + b];
      if (buckets != nullptr) buckets[b].n += page[index + b];
    }
  }
}

void FinishSums(const std::vector<StateShare>& shares, size_t group, size_t index,
                const FinishSpec& spec, Cell& cell, Cell* buckets) {
  const std::vector<const SumCell*> pages = PagesOf<Sums>(shares, group);
  Int128 total = 0;
  int64_t rows = 0;
  for (size_t b = 0; b < (spec.bucketed ? kBuckets : 1U); ++b) {
    SumCell one;
    for (const SumCell* page : pages) {
      one.sum += page[index + b].sum;
      one.n += page[index + b].n;
    }
    total += one.sum;
    rows += one.n;
    if (buckets != nullptr) {
      buckets[b].n += one.n;
      buckets[b].v += FromFixed(one.sum, spec.scale);
    }
  }
  if (rows == 0) return;
  cell.n += rows;
  cell.v += FromFixed(total, spec.scale);
}

void FinishExtremes(const std::vector<StateShare>& shares, size_t group, size_t index,
                    const FinishSpec& spec, Cell& cell) {
  for (const ExtremeCell* page : PagesOf<Extremes>(shares, group)) {
    const ExtremeCell& one = page[index];
    if (one.n == 0) continue;
    const bool better = cell.n == 0 || (spec.maximum ? one.v > cell.v : one.v < cell.v);
    if (better) cell.v = one.v;
    cell.n += one.n;
  }
}

// Type 7 of Hyndman & Fan 1996: linear between the order statistics.
void FinishLists(const std::vector<StateShare>& shares, size_t group, size_t index,
                 const FinishSpec& spec, Cell& cell) {
  std::vector<double> all;
  for (const std::vector<double>* page : PagesOf<Lists>(shares, group)) {
    all.insert(all.end(), page[index].begin(), page[index].end());
  }
  if (all.empty()) return;
  const double rank = spec.percentile / 100 * static_cast<double>(all.size() - 1);
  const auto below = static_cast<size_t>(std::floor(rank));
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(below), all.end());
  const double low = all[below];
  double high = low;
  if (below + 1 < all.size()) {
    high = *std::min_element(all.begin() + static_cast<std::ptrdiff_t>(below) + 1, all.end());
  }
  cell.n += static_cast<int64_t>(all.size());
  cell.v = low + (rank - static_cast<double>(below)) * (high - low);
}

// Sorting pays only for sets far smaller than their universe.
bool WorthSorting(size_t entries, const EntitySpace& space) {
  return entries * 256 < space.size();
}

// Counts runs of equal positions that reach the threshold.
void CountSorted(std::vector<uint32_t>& all, const FinishSpec& spec, Cell& cell, Cell* buckets) {
  std::sort(all.begin(), all.end());
  for (size_t i = 0; i < all.size();) {
    size_t end = i;
    while (end < all.size() && all[end] == all[i]) ++end;
    if (end - i >= spec.at_least) AddEntities(all[i], 1, spec, cell, buckets);
    i = end;
  }
}

// Entries of all lists, or SIZE_MAX when a share is already dense.
template <typename Page, typename Dense>
size_t ListedEntries(const std::vector<const Page*>& pages, size_t index, Dense dense) {
  size_t entries = 0;
  for (const Page* page : pages) {
    if (dense(page[index])) return SIZE_MAX;
    entries += page[index].list.size();
  }
  return entries;
}

// Adds the planes of `from` to those of `to`: seen i times here and j times there is i + j times.
void AddPlanes(uint64_t* to, const uint64_t* from, uint32_t planes) {
  uint64_t sum[IdSet::kMostPlanes];
  for (uint32_t level = 0; level < planes; ++level) {
    sum[level] = to[level] | from[level];
    for (uint32_t i = 0; i < level; ++i) sum[level] |= to[i] & from[level - 1 - i];
  }
  std::copy_n(sum, planes, to);
}

struct SetPage {
  const IdSet* set;
  uint32_t planes;
};

void FinishSets(const std::vector<StateShare>& shares, size_t group, size_t index,
                const FinishSpec& spec, Cell& cell, Cell* buckets) {
  std::vector<SetPage> pages;
  size_t listed = 0;
  bool dense = false;
  for (const StateShare& share : shares) {
    const Sets* sets = std::get_if<Sets>(share.state);
    const IdSet* page = sets == nullptr ? nullptr : sets->Find(group);
    if (page == nullptr) continue;
    pages.push_back({&page[index], share.planes});
    listed += page[index].list.size();
    dense = dense || page[index].bits;
  }
  if (!dense && WorthSorting(listed, spec.space)) {
    std::vector<uint32_t> all;
    for (const SetPage& page : pages)
      all.insert(all.end(), page.set->list.begin(), page.set->list.end());
    CountSorted(all, spec, cell, buckets);
    return;
  }
  const uint32_t planes = spec.at_least;
  const size_t words = spec.space.size() / 64;
  std::vector<uint64_t> merged(words * planes, 0);
  for (const SetPage& page : pages) {
    const uint64_t* bits = page.set->bits.get();
    for (size_t w = 0; bits != nullptr && w < words; ++w)
      AddPlanes(&merged[w * planes], &bits[w * page.planes], planes);
    for (const uint32_t position : page.set->list) IdSet::Mark(merged.data(), position, planes);
  }
  const size_t words_per_bucket = spec.space.stride / 64;
  for (size_t start = 0; start < words; start += words_per_bucket) {
    int64_t count = 0;
    for (size_t w = start; w < start + words_per_bucket; ++w)
      count += std::popcount(merged[w * planes + planes - 1]);
    AddEntities(static_cast<uint32_t>(start * 64), count, spec, cell, buckets);
  }
}

void FinishTallies(const std::vector<StateShare>& shares, size_t group, size_t index,
                   const FinishSpec& spec, Cell& cell, Cell* buckets) {
  const std::vector<const IdCounts*> pages = PagesOf<Tallies>(shares, group);
  const size_t listed =
      ListedEntries(pages, index, [](const IdCounts& tally) { return tally.counts != nullptr; });
  if (listed != SIZE_MAX && WorthSorting(listed, spec.space)) {
    std::vector<uint32_t> all;
    for (const IdCounts* page : pages)
      all.insert(all.end(), page[index].list.begin(), page[index].list.end());
    CountSorted(all, spec, cell, buckets);
    return;
  }
  std::vector<uint32_t> total(spec.space.size(), 0);
  for (const IdCounts* page : pages) {
    const IdCounts& tally = page[index];
    for (uint32_t p = 0; tally.counts && p < spec.space.size(); ++p) total[p] += tally.counts[p];
    for (const uint32_t position : tally.list) ++total[position];
  }
  for (uint32_t p = 0; p < spec.space.size(); ++p) {
    if (total[p] >= spec.at_least) AddEntities(p, 1, spec, cell, buckets);
  }
}

void FinishPairs(const std::vector<StateShare>& shares, size_t group, size_t index,
                 const FinishSpec& spec, Cell& cell, Cell* buckets) {
  PairSet all;
  for (const PairSet* page : PagesOf<PairSets>(shares, group)) {
    all.pairs.insert(all.pairs.end(), page[index].pairs.begin(), page[index].pairs.end());
  }
  all.Compact();
  for (size_t i = 0; i < all.pairs.size();) {
    const auto position = static_cast<uint32_t>(all.pairs[i] >> 32);
    size_t end = i;
    while (end < all.pairs.size() && all.pairs[end] >> 32 == position) ++end;
    if (end - i >= spec.at_least) AddEntities(position, 1, spec, cell, buckets);
    i = end;
  }
}

}  // namespace

void FinishCell(const std::vector<StateShare>& shares, size_t group, size_t page_index,
                const FinishSpec& spec, Cell& cell, Cell* buckets) {
  // The threads' states of one accumulator hold the same alternative, or none.
  for (const StateShare& share : shares) {
    switch (share.state->index()) {
      case 0:
        continue;
      case 1:
        return FinishCounts(shares, group, page_index, spec, cell, buckets);
      case 2:
        return FinishSums(shares, group, page_index, spec, cell, buckets);
      case 3:
        return FinishExtremes(shares, group, page_index, spec, cell);
      case 4:
        return FinishLists(shares, group, page_index, spec, cell);
      case 5:
        return FinishSets(shares, group, page_index, spec, cell, buckets);
      case 6:
        return FinishTallies(shares, group, page_index, spec, cell, buckets);
      case 7:
        return FinishPairs(shares, group, page_index, spec, cell, buckets);
      default:
        NS_CHECK(false && "unknown state");
    }
  }
}

}  // namespace northstar::kernel
