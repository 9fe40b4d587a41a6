#include "engine/kernel/collectors/id_sets.h"

#include <bit>

#include "engine/kernel/collectors/kinds.h"
#include "engine/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

class IdSets : public PagedCollector<IdSet> {
 public:
  IdSets(const CollectorSpec& spec)
      : PagedCollector(spec.periods),
        planes_(spec.planes),
        space_(spec.space),
        arena_(*spec.arena) {
    // Rows come in storage order, so a thread may see all of a period or nothing: the set is only
    // made dense at once where the list would be given up early in any case.
    constexpr double kMargin = 4;
    dense_at_ = static_cast<size_t>(space_.size()) * planes_ / 32;
    dense_from_start_ = spec.accumulator->by.empty() &&
                        spec.rows > kMargin * static_cast<double>(dense_at_ * spec.periods);
  }
  uint32_t planes() const { return planes_; }

 protected:
  uint32_t planes_;
  EntitySpace space_;
  Arena& arena_;
  size_t dense_at_;  // entries of a list that take as much room as the planes
  bool dense_from_start_;
};

// The hottest loop of the kernel: one bit per row.
template <uint32_t kPlanes>
class IdSetsOf final : public IdSets {
 public:
  using IdSets::IdSets;

  void Add(const Batch& batch) override {
    if (!batch.InGrid()) return;
    IdSet* page = Page(batch.group);
    if (batch.entity == nullptr) return;
    const bool plain = batch.entity->validity == nullptr && space_.whole();
    if (batch.OneCell()) {
      IdSet& set = page[batch.periods.shared];
      if (dense_from_start_ && !set.bits) MakeDense(set);
      if (plain && set.bits) return MarkAll(batch, set.bits);
      if (plain && set.list.size() + batch.rows.size < dense_at_) return ListAll(batch, set);
    }
    ForEachRow(batch, [&](uint32_t, uint16_t row, uint32_t period) {
      if (!batch.entity->Valid(row)) return;
      const uint32_t id = batch.entity->Code(row);
      if (space_.Holds(id)) Add(page[period], space_.PositionOf(id));
    });
  }

 private:
  void MarkAll(const Batch& batch, uint64_t* bits) const {
    const uint32_t* codes = batch.entity->codes();
    const EntitySpace space = space_;
    if (batch.rows.whole) {
      for (uint32_t i = 0; i < batch.rows.size; ++i)
        IdSet::Mark<kPlanes>(bits, space.PositionOf(codes[i]));
      return;
    }
    for (uint32_t i = 0; i < batch.rows.size; ++i)
      IdSet::Mark<kPlanes>(bits, space.PositionOf(codes[batch.rows.rows[i]]));
  }
  void ListAll(const Batch& batch, IdSet& set) {
    const uint32_t* codes = batch.entity->codes();
    const EntitySpace space = space_;
    for (uint32_t i = 0; i < batch.rows.size; ++i)
      set.list.Push(space.PositionOf(codes[batch.rows.rows[i]]), arena_);
  }
  void Add(IdSet& set, uint32_t position) {
    if (set.bits != nullptr) {
      IdSet::Mark<kPlanes>(set.bits, position);
      return;
    }
    if (kPlanes == 1 && !set.list.empty() && set.list.back() == position) return;
    set.list.Push(position, arena_);
    if (set.list.size() >= dense_at_) MakeDense(set);
  }
  void MakeDense(IdSet& set) {
    set.bits = arena_.AllocateZeroed<uint64_t>(static_cast<size_t>(space_.size() / 64) * kPlanes);
    set.list.ForEach([&](uint32_t position) { IdSet::Mark<kPlanes>(set.bits, position); });
    set.list.Clear();
  }
};

struct Planes {
  const uint64_t* bits;
  uint32_t count;  // at least as many as are asked for
};

// Seen i times here and j times there is i + j times.
template <uint32_t kPlanes>
void AddPlanes(uint64_t* to, const uint64_t* from) {
  if constexpr (kPlanes > 2) to[2] |= from[2] | (to[1] & from[0]) | (to[0] & from[1]);
  if constexpr (kPlanes > 1) to[1] |= from[1] | (to[0] & from[0]);
  to[0] |= from[0];
}

// Entries of a cell, as the threads listed them.
using Lists = std::vector<const BlockList<uint32_t, 16, 4096>*>;

// Room that a finishing thread uses again and again.
std::vector<uint64_t>& Scratch() {
  thread_local std::vector<uint64_t> words;
  return words;
}

template <uint32_t kPlanes>
void CountPlanes(std::vector<Planes> all, const Lists& lists, const CellSource& source,
                 const CellTarget& target) {
  const size_t words = source.space.size() / 64;
  if (!lists.empty()) {
    std::vector<uint64_t>& of_lists = Scratch();
    of_lists.assign(words * kPlanes, 0);
    for (const auto* list : lists)
      list->ForEach([&](uint32_t position) { IdSet::Mark<kPlanes>(of_lists.data(), position); });
    all.push_back({of_lists.data(), kPlanes});
  }
  const size_t words_per_bucket = source.space.stride / 64;
  for (size_t start = 0; start < words; start += words_per_bucket) {
    int64_t count = 0;
    for (size_t w = start; w < start + words_per_bucket; ++w) {
      uint64_t sum[kPlanes] = {};
      for (const Planes& planes : all) AddPlanes<kPlanes>(sum, planes.bits + w * planes.count);
      count += std::popcount(sum[kPlanes - 1]);
    }
    target.AddEntities(source.space.BucketOfPosition(static_cast<uint32_t>(start * 64)), count);
  }
}

// For lists with far fewer entries than there are entities: marks them, counts those that were not
// marked yet, and takes the marks away again.
void CountMarks(const Lists& lists, const CellSource& source, const CellTarget& target) {
  thread_local std::vector<uint64_t> marks;  // all zero between two calls
  const size_t words = source.space.size() / 64;
  if (marks.size() < words) marks.assign(words, 0);
  const auto for_each = [&](auto visit) {
    for (const auto* list : lists) list->ForEach(visit);
  };
  for_each([&](uint32_t position) {
    uint64_t& word = marks[position >> 6];
    const uint64_t bit = uint64_t{1} << (position & 63);
    if ((word & bit) == 0) target.AddEntities(source.space.BucketOfPosition(position), 1);
    word |= bit;
  });
  for_each([&](uint32_t position) { marks[position >> 6] = 0; });
}

void Finish(const CellSource& source, const CellTarget& target) {
  std::vector<Planes> dense;
  Lists lists;
  size_t entries = 0;
  for (const Collector* share : source.shares) {
    const auto* sets = static_cast<const IdSets*>(share);
    const IdSet* page = sets->Find(source.group);
    if (page == nullptr) continue;
    const IdSet& set = page[source.period];
    if (!set.list.empty()) lists.push_back(&set.list);
    entries += set.list.size();
    if (set.bits != nullptr) dense.push_back({set.bits, sets->planes()});
  }
  if (dense.empty() && lists.empty()) return;
  const uint32_t at_least = source.accumulator.at_least;
  if (dense.empty() && at_least == 1 && entries * 256 < source.space.size())
    return CountMarks(lists, source, target);
  if (dense.empty() && WorthSorting(entries, source.space)) {
    std::vector<uint32_t> listed;
    for (const auto* list : lists) {
      list->ForEachBlock([&](std::span<const uint32_t> block) {
        listed.insert(listed.end(), block.begin(), block.end());
      });
    }
    return CountRuns(listed, source, target);
  }
  switch (at_least) {
    case 1:
      return CountPlanes<1>(std::move(dense), lists, source, target);
    case 2:
      return CountPlanes<2>(std::move(dense), lists, source, target);
    default:
      return CountPlanes<3>(std::move(dense), lists, source, target);
  }
}

template <uint32_t kPlanes>
void MarkMembers(const CellSource& source, size_t last, uint64_t* bits) {
  const size_t words = source.space.size() / 64;
  uint64_t* sum = bits;
  if constexpr (kPlanes > 1) {
    Scratch().assign(words * kPlanes, 0);
    sum = Scratch().data();
  }
  for (const Collector* share : source.shares) {
    const auto* sets = static_cast<const IdSets*>(share);
    const IdSet* page = sets->Find(source.group);
    if (page == nullptr) continue;
    for (size_t period = source.period; period < last; ++period) {
      const IdSet& set = page[period];
      for (size_t w = 0; set.bits != nullptr && w < words; ++w)
        AddPlanes<kPlanes>(&sum[w * kPlanes], &set.bits[w * sets->planes()]);
      set.list.ForEach([&](uint32_t position) { IdSet::Mark<kPlanes>(sum, position); });
    }
  }
  if constexpr (kPlanes > 1) {
    for (size_t w = 0; w < words; ++w) bits[w] |= sum[w * kPlanes + kPlanes - 1];
  }
}

void Members(const CellSource& source, size_t last, uint64_t* bits) {
  switch (source.accumulator.at_least) {
    case 1:
      return MarkMembers<1>(source, last, bits);
    case 2:
      return MarkMembers<2>(source, last, bits);
    default:
      return MarkMembers<3>(source, last, bits);
  }
}

}  // namespace

bool WorthSorting(size_t entries, const EntitySpace& space) {
  return entries * 256 < space.size();
}

void CountRuns(std::vector<uint32_t>& positions, const CellSource& source,
               const CellTarget& target) {
  std::sort(positions.begin(), positions.end());
  for (size_t i = 0; i < positions.size();) {
    size_t end = i;
    while (end < positions.size() && positions[end] == positions[i]) ++end;
    if (end - i >= source.accumulator.at_least)
      target.AddEntities(source.space.BucketOfPosition(positions[i]), 1);
    i = end;
  }
}

const CollectorKind kIdSets = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                                 if (spec.planes == 1) return std::make_unique<IdSetsOf<1>>(spec);
                                 if (spec.planes == 2) return std::make_unique<IdSetsOf<2>>(spec);
                                 return std::make_unique<IdSetsOf<3>>(spec);
                               },
                               Finish, Members, true};

}  // namespace northstar::kernel
