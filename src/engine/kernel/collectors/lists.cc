// All values of a cell, for percentiles. Passes take turns by cell, because a percentile cannot be
// put together from buckets.
#include "engine/kernel/collectors/kinds.h"
#include "engine/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

struct Values {
  BlockList<double, 16, 4096> values;
  BlockList<uint32_t, 16, 4096> units;  // whose they are, when the accumulator is sampled
};

class Lists final : public PagedCollector<Values> {
 public:
  explicit Lists(const CollectorSpec& spec)
      : PagedCollector(spec.periods),
        sampled_(spec.accumulator->sampled),
        pass_(static_cast<uint32_t>(spec.pass)),
        passes_(static_cast<uint32_t>(spec.passes)),
        arena_(*spec.arena) {}

  void Add(const Batch& batch) override {
    if (!batch.InGrid()) return;
    Values* page = Page(batch.group);
    ForEachRow(batch, [&](uint32_t i, uint16_t row, uint32_t period) {
      if (std::isnan(batch.values[i]) || (period + batch.group) % passes_ != pass_) return;
      Values& list = page[period];
      list.values.Push(batch.values[i], arena_);
      if (!sampled_) return;
      const bool has_entity = batch.entity != nullptr && batch.entity->Valid(row);
      // Without an entity the row stands for itself.
      list.units.Push(has_entity ? batch.entity->Code(row)
                                 : static_cast<uint32_t>(batch.chunk->ts[row] / 1000) | 1U << 31,
                      arena_);
    });
  }

 private:
  bool sampled_;
  uint32_t pass_, passes_;
  Arena& arena_;
};

// Type 7 of Hyndman & Fan 1996: linear between the order statistics.
void Finish(const CellSource& source, const CellTarget& target) {
  std::vector<double> all;
  ForEachPage<Values>(source, [&](const Values* page) {
    const Values& list = page[source.period];
    const size_t first = all.size();
    all.reserve(first + list.values.size());
    list.values.ForEachBlock(
        [&](std::span<const double> block) { all.insert(all.end(), block.begin(), block.end()); });
    if (target.samples == nullptr) return;
    size_t next = first;
    list.units.ForEach([&](uint32_t unit) { target.samples->push_back({all[next++], unit}); });
  });
  if (all.empty()) return;
  const double rank = source.accumulator.percentile / 100 * static_cast<double>(all.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(std::floor(rank));
  const auto at = all.begin() + below;
  std::nth_element(all.begin(), at, all.end());
  const double low = *at;
  const double high = at + 1 == all.end() ? low : *std::min_element(at + 1, all.end());
  target.cell->n += static_cast<int64_t>(all.size());
  target.cell->v = low + (rank - static_cast<double>(below)) * (high - low);
}

}  // namespace

const CollectorKind kLists = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                                return std::make_unique<Lists>(spec);
                              },
                              Finish, nullptr, true};

}  // namespace northstar::kernel
