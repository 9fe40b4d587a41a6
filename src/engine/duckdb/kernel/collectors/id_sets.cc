#include "engine/duckdb/kernel/collectors/id_sets.h"

#include <bit>

#include "engine/duckdb/kernel/collectors/kinds.h"
#include "engine/duckdb/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

class IdSets : public PagedCollector<IdSet> {
 public:
  IdSets(const CollectorSpec& spec)
      : PagedCollector(spec.periods), planes_(spec.planes), space_(spec.space) {
    // Rows come in storage order, so a thread may see all of a period or nothing: the set is only
    // made dense at once where the list would be given up early in any case.
    constexpr double kMargin = 4;
    dense_at_ = static_cast<size_t>(space_.size()) * planes_ / 32;
    dense_from_start_ = spec.accumulator->by.empty() &&
                        spec.rows_per_period > kMargin * static_cast<double>(dense_at_);
  }
  uint32_t planes() const { return planes_; }

 protected:
  uint32_t planes_;
  EntitySpace space_;
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
      if (plain && set.bits) return MarkAll(batch, set.bits.get());
      if (plain && set.list.size() + batch.rows.size < dense_at_) return ListAll(batch, set.list);
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
  void ListAll(const Batch& batch, std::vector<uint32_t>& list) const {
    const uint32_t* codes = batch.entity->codes();
    const EntitySpace space = space_;
    const size_t before = list.size();
    list.resize(before + batch.rows.size);
    uint32_t* to = list.data() + before;
    for (uint32_t i = 0; i < batch.rows.size; ++i)
      to[i] = space.PositionOf(codes[batch.rows.rows[i]]);
  }
  void Add(IdSet& set, uint32_t position) {
    if (set.bits) {
      IdSet::Mark<kPlanes>(set.bits.get(), position);
      return;
    }
    if (kPlanes == 1 && !set.list.empty() && set.list.back() == position) return;
    set.list.push_back(position);
    if (set.list.size() >= dense_at_) MakeDense(set);
  }
  void MakeDense(IdSet& set) const {
    set.bits = std::make_unique<uint64_t[]>(static_cast<size_t>(space_.size() / 64) * kPlanes);
    for (const uint32_t position : std::exchange(set.list, {}))
      IdSet::Mark<kPlanes>(set.bits.get(), position);
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

template <uint32_t kPlanes>
void CountPlanes(std::vector<Planes> all, std::vector<uint32_t> listed, const CellSource& source,
                 const CellTarget& target) {
  const size_t words = source.space.size() / 64;
  std::vector<uint64_t> of_lists;
  if (!listed.empty()) {
    of_lists.assign(words * kPlanes, 0);
    for (const uint32_t position : listed) IdSet::Mark<kPlanes>(of_lists.data(), position);
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

void Finish(const CellSource& source, const CellTarget& target) {
  std::vector<Planes> dense;
  std::vector<uint32_t> listed;
  for (const Collector* share : source.shares) {
    const auto* sets = static_cast<const IdSets*>(share);
    const IdSet* page = sets->Find(source.group);
    if (page == nullptr) continue;
    const IdSet& set = page[source.period];
    listed.insert(listed.end(), set.list.begin(), set.list.end());
    if (set.bits) dense.push_back({set.bits.get(), sets->planes()});
  }
  if (dense.empty() && listed.empty()) return;
  if (dense.empty() && WorthSorting(listed.size(), source.space)) {
    CountRuns(listed, source, target);
    return;
  }
  switch (source.accumulator.at_least) {
    case 1:
      return CountPlanes<1>(std::move(dense), std::move(listed), source, target);
    case 2:
      return CountPlanes<2>(std::move(dense), std::move(listed), source, target);
    default:
      return CountPlanes<3>(std::move(dense), std::move(listed), source, target);
  }
}

template <uint32_t kPlanes>
void MarkMembers(const CellSource& source, size_t last, uint64_t* bits) {
  const size_t words = source.space.size() / 64;
  std::vector<uint64_t> sum(words * kPlanes, 0);
  for (const Collector* share : source.shares) {
    const auto* sets = static_cast<const IdSets*>(share);
    const IdSet* page = sets->Find(source.group);
    if (page == nullptr) continue;
    for (size_t period = source.period; period < last; ++period) {
      const IdSet& set = page[period];
      for (size_t w = 0; set.bits && w < words; ++w)
        AddPlanes<kPlanes>(&sum[w * kPlanes], &set.bits[w * sets->planes()]);
      for (const uint32_t position : set.list) IdSet::Mark<kPlanes>(sum.data(), position);
    }
  }
  for (size_t w = 0; w < words; ++w) bits[w] |= sum[w * kPlanes + kPlanes - 1];
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
