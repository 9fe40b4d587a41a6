// All values of a cell, for percentiles. Passes take turns by cell, because a percentile cannot be
// put together from buckets.
#include "engine/duckdb/kernel/collectors/kinds.h"
#include "engine/duckdb/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

using Values = std::vector<double>;

class Lists final : public PagedCollector<Values> {
 public:
  explicit Lists(const CollectorSpec& spec)
      : PagedCollector(spec.periods),
        pass_(static_cast<uint32_t>(spec.pass)),
        passes_(static_cast<uint32_t>(spec.passes)) {}

  void Add(const Batch& batch) override {
    ForEachRow(batch, [&](uint32_t i, uint16_t, uint32_t period, uint32_t group) {
      Values& list = Page(group)[period];
      if (std::isnan(batch.values[i]) || (period + group) % passes_ != pass_) return;
      list.push_back(batch.values[i]);
    });
  }

 private:
  uint32_t pass_, passes_;
};

// Type 7 of Hyndman & Fan 1996: linear between the order statistics.
void Finish(const CellSource& source, const CellTarget& target) {
  Values all;
  ForEachPage<Values>(source, [&](const Values* page) {
    all.insert(all.end(), page[source.period].begin(), page[source.period].end());
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
