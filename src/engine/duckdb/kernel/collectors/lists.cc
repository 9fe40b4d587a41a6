// All values of a cell, for percentiles. Passes take turns by cell, because a percentile cannot be
// put together from buckets.
#include "engine/duckdb/kernel/collectors/kinds.h"
#include "engine/duckdb/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

struct Values {
  std::vector<double> values;
  std::vector<uint32_t> units;  // whose they are, when the accumulator is sampled
};

class Lists final : public PagedCollector<Values> {
 public:
  explicit Lists(const CollectorSpec& spec)
      : PagedCollector(spec.periods),
        sampled_(spec.accumulator->sampled),
        pass_(static_cast<uint32_t>(spec.pass)),
        passes_(static_cast<uint32_t>(spec.passes)) {}

  void Add(const Batch& batch) override {
    if (!batch.InGrid()) return;
    Values* page = Page(batch.group);
    ForEachRow(batch, [&](uint32_t i, uint16_t row, uint32_t period) {
      if (std::isnan(batch.values[i]) || (period + batch.group) % passes_ != pass_) return;
      Values& list = page[period];
      list.values.push_back(batch.values[i]);
      if (!sampled_) return;
      const bool has_entity = batch.entity != nullptr && batch.entity->Valid(row);
      // Without an entity the row stands for itself.
      list.units.push_back(has_entity
                               ? batch.entity->Code(row)
                               : static_cast<uint32_t>(batch.chunk->ts[row] / 1000) | 1U << 31);
    });
  }

 private:
  bool sampled_;
  uint32_t pass_, passes_;
};

// Type 7 of Hyndman & Fan 1996: linear between the order statistics.
void Finish(const CellSource& source, const CellTarget& target) {
  std::vector<double> all;
  ForEachPage<Values>(source, [&](const Values* page) {
    const Values& list = page[source.period];
    all.insert(all.end(), list.values.begin(), list.values.end());
    for (size_t i = 0; target.samples != nullptr && i < list.values.size(); ++i)
      target.samples->push_back({list.values[i], list.units[i]});
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
