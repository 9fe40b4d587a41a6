// How often each entity was seen, for thresholds above three: a list while small, a byte each once
// that is smaller. Thresholds above 255 keep the list.
#include "engine/kernel/collectors/id_sets.h"
#include "engine/kernel/collectors/kinds.h"
#include "engine/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

struct Tally {
  std::vector<uint32_t> list;
  std::unique_ptr<uint8_t[]> counts;  // by position, up to 255

  void Add(uint32_t position, const EntitySpace& space, bool dense_allowed) {
    if (counts) {
      counts[position] += static_cast<uint8_t>(counts[position] != 255);
      return;
    }
    list.push_back(position);
    if (!dense_allowed || list.size() * 4 < space.size()) return;
    counts = std::make_unique<uint8_t[]>(space.size());
    for (const uint32_t seen : std::exchange(list, {}))
      counts[seen] += static_cast<uint8_t>(counts[seen] != 255);
  }
};

class Tallies final : public PagedCollector<Tally> {
 public:
  explicit Tallies(const CollectorSpec& spec)
      : PagedCollector(spec.periods),
        space_(spec.space),
        dense_allowed_(spec.accumulator->at_least <= 255) {}

  void Add(const Batch& batch) override {
    if (!batch.InGrid()) return;
    Tally* page = Page(batch.group);
    if (batch.entity == nullptr) return;
    ForEachRow(batch, [&](uint32_t, uint16_t row, uint32_t period) {
      if (!batch.entity->Valid(row)) return;
      const uint32_t id = batch.entity->Code(row);
      if (space_.Holds(id)) page[period].Add(space_.PositionOf(id), space_, dense_allowed_);
    });
  }

 private:
  EntitySpace space_;
  bool dense_allowed_;
};

void Finish(const CellSource& source, const CellTarget& target) {
  std::vector<uint32_t> listed;
  std::vector<const uint8_t*> dense;
  ForEachPage<Tally>(source, [&](const Tally* page) {
    const Tally& tally = page[source.period];
    listed.insert(listed.end(), tally.list.begin(), tally.list.end());
    if (tally.counts) dense.push_back(tally.counts.get());
  });
  if (dense.empty() && WorthSorting(listed.size(), source.space)) {
    CountRuns(listed, source, target);
    return;
  }
  std::vector<uint32_t> total(source.space.size(), 0);
  for (const uint8_t* counts : dense)
    for (uint32_t p = 0; p < total.size(); ++p) total[p] += counts[p];
  for (const uint32_t position : listed) ++total[position];
  for (uint32_t p = 0; p < total.size(); ++p) {
    if (total[p] >= source.accumulator.at_least)
      target.AddEntities(source.space.BucketOfPosition(p), 1);
  }
}

void Members(const CellSource& source, size_t last, uint64_t* bits) {
  std::vector<uint32_t> total(source.space.size(), 0);
  ForEachPage<Tally>(source, [&](const Tally* page) {
    for (size_t period = source.period; period < last; ++period) {
      const Tally& tally = page[period];
      for (uint32_t p = 0; tally.counts && p < total.size(); ++p) total[p] += tally.counts[p];
      for (const uint32_t position : tally.list) ++total[position];
    }
  });
  for (uint32_t p = 0; p < total.size(); ++p) {
    if (total[p] >= source.accumulator.at_least) bits[p / 64] |= uint64_t{1} << (p % 64);
  }
}

}  // namespace

const CollectorKind kTallies = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                                  return std::make_unique<Tallies>(spec);
                                },
                                Finish, Members, true};

}  // namespace northstar::kernel
