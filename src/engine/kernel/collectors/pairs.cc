// Distinct pairs (position << 32 | other id), for "at least n distinct others". Sorted and made
// unique whenever they have doubled.
#include <boost/sort/spreadsort/integer_sort.hpp>

#include "engine/kernel/collectors/kinds.h"
#include "engine/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

struct PairSet {
  static constexpr size_t kLeast = 1 << 16;  // sorting early and again costs more than room
  std::vector<uint64_t> pairs;
  size_t compact_at = kLeast;

  void Add(uint32_t position, uint32_t other) {
    const uint64_t pair = static_cast<uint64_t>(position) << 32 | other;
    if (!pairs.empty() && pairs.back() == pair) return;
    pairs.push_back(pair);
    if (pairs.size() >= compact_at) Compact();
  }
  void Compact() {
    boost::sort::spreadsort::integer_sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    compact_at = std::max(kLeast, pairs.size() * 2);
  }
};

class Pairs final : public PagedCollector<PairSet> {
 public:
  explicit Pairs(const CollectorSpec& spec) : PagedCollector(spec.periods), space_(spec.space) {}

  void Add(const Batch& batch) override {
    if (!batch.InGrid()) return;
    PairSet* page = Page(batch.group);
    if (batch.entity == nullptr || batch.other == nullptr) return;
    ForEachRow(batch, [&](uint32_t, uint16_t row, uint32_t period) {
      if (!batch.entity->Valid(row) || !batch.other->Valid(row)) return;
      const uint32_t id = batch.entity->Code(row);
      if (space_.Holds(id)) page[period].Add(space_.PositionOf(id), batch.other->Code(row));
    });
  }

 private:
  EntitySpace space_;
};

// visit(pairs) for every thread's pairs of the periods from the source's to `last`.
template <typename Visit>
void ForEachPairs(const CellSource& source, size_t last, Visit visit) {
  ForEachPage<PairSet>(source, [&](const PairSet* page) {
    for (size_t period = source.period; period < last; ++period) visit(page[period].pairs);
  });
}

// visit(position) for every entity with enough distinct others from the source's period to `last`.
template <typename Visit>
void ForEachReachedBySorting(const CellSource& source, size_t last, Visit visit) {
  PairSet all;
  ForEachPairs(source, last, [&](const std::vector<uint64_t>& pairs) {
    all.pairs.insert(all.pairs.end(), pairs.begin(), pairs.end());
  });
  all.Compact();
  for (size_t i = 0; i < all.pairs.size();) {
    const auto position = static_cast<uint32_t>(all.pairs[i] >> 32);
    size_t end = i;
    while (end < all.pairs.size() && all.pairs[end] >> 32 == position) ++end;
    if (end - i >= source.accumulator.at_least) visit(position);
    i = end;
  }
}

// The same for low thresholds: an entity's first others are noted until they are enough.
template <typename Visit>
void ForEachReachedByNoting(const CellSource& source, size_t last, Visit visit) {
  constexpr uint32_t kNone = UINT32_MAX;
  thread_local std::vector<uint32_t> noted;  // all kNone between two calls
  const uint32_t at_least = source.accumulator.at_least;
  if (noted.size() < static_cast<size_t>(source.space.size()) * at_least)
    noted.assign(static_cast<size_t>(source.space.size()) * at_least, kNone);
  ForEachPairs(source, last, [&](const std::vector<uint64_t>& pairs) {
    for (const uint64_t pair : pairs) {
      const auto position = static_cast<uint32_t>(pair >> 32);
      const auto other = static_cast<uint32_t>(pair);
      uint32_t* others = &noted[static_cast<size_t>(position) * at_least];
      uint32_t known = 0;
      while (known < at_least && others[known] != kNone && others[known] != other) ++known;
      if (known == at_least || others[known] == other) continue;
      others[known] = other;
      if (known + 1 == at_least) visit(position);
    }
  });
  ForEachPairs(source, last, [&](const std::vector<uint64_t>& pairs) {
    for (const uint64_t pair : pairs)
      std::fill_n(&noted[static_cast<size_t>(pair >> 32) * at_least], at_least, kNone);
  });
}

template <typename Visit>
void ForEachReached(const CellSource& source, size_t last, Visit visit) {
  constexpr uint32_t kLow = 4;
  if (source.accumulator.at_least <= kLow) {
    ForEachReachedByNoting(source, last, visit);
  } else {
    ForEachReachedBySorting(source, last, visit);
  }
}

void Finish(const CellSource& source, const CellTarget& target) {
  ForEachReached(source, source.period + 1, [&](uint32_t position) {
    target.AddEntities(source.space.BucketOfPosition(position), 1);
  });
}

void Members(const CellSource& source, size_t last, uint64_t* bits) {
  ForEachReached(source, last,
                 [&](uint32_t position) { bits[position / 64] |= uint64_t{1} << (position % 64); });
}

}  // namespace

const CollectorKind kPairs = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                                return std::make_unique<Pairs>(spec);
                              },
                              Finish, Members, true};

}  // namespace northstar::kernel
