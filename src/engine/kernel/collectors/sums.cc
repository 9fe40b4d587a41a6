// Values added exactly, so that neither row order nor threads change a bit and one absurd value
// spoils no other, with the number of rows that have a value.
#include "base/exact_sum.h"
#include "engine/kernel/collectors/kinds.h"
#include "engine/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

class Sums final : public PagedCollector<ExactSum> {
 public:
  explicit Sums(const CollectorSpec& spec)
      : PagedCollector(spec.periods * (spec.accumulator->bucketed ? kBuckets : 1)),
        bucketed_(spec.accumulator->bucketed) {}

  void Add(const Batch& batch) override {
    if (!batch.InGrid()) return;
    ExactSum* page = Page(batch.group);
    if (bucketed_) {
      ForEachRow(batch, [&](uint32_t i, uint16_t row, uint32_t period) {
        const uint32_t bucket = BucketOfRow(batch.entity, batch.chunk->ts[row], row);
        AddValue(batch.values[i], page[period * kBuckets + bucket]);
      });
    } else if (batch.OneCell()) {
      page[batch.periods.shared].Add({batch.values, batch.rows.size});
    } else {
      ForEachRow(batch, [&](uint32_t i, uint16_t, uint32_t period) {
        AddValue(batch.values[i], page[period]);
      });
    }
  }

 private:
  static void AddValue(double value, ExactSum& cell) {
    if (!std::isnan(value)) cell.Add(value);
  }

  bool bucketed_;
};

void Finish(const CellSource& source, const CellTarget& target) {
  const size_t width = source.accumulator.bucketed ? kBuckets : 1;
  ExactSum total;
  for (size_t b = 0; b < width; ++b) {
    ExactSum one;
    ForEachPage<ExactSum>(source,
                          [&](const ExactSum* page) { one.Add(page[source.period * width + b]); });
    total.Add(one);
    if (target.buckets != nullptr && one.count() > 0) {
      target.buckets[b].n += one.count();
      target.buckets[b].v += one.Value();
    }
  }
  if (total.count() == 0) return;
  target.cell->n += total.count();
  target.cell->v += total.Value();
}

}  // namespace

const CollectorKind kSums = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                               return std::make_unique<Sums>(spec);
                             },
                             Finish, nullptr, false};

}  // namespace northstar::kernel
