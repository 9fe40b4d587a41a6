// Values added in 128-bit fixed point, so that neither row order nor threads change a bit, with the
// number of rows that have a value.
#include "base/fixed_sum.h"
#include "engine/duckdb/kernel/collectors/kinds.h"
#include "engine/duckdb/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

struct SumCell {
  Int128 sum = 0;
  int64_t n = 0;
};

class Sums final : public PagedCollector<SumCell> {
 public:
  explicit Sums(const CollectorSpec& spec)
      : PagedCollector(spec.periods * (spec.accumulator->bucketed ? kBuckets : 1)),
        bucketed_(spec.accumulator->bucketed),
        scale_(spec.accumulator->scale) {}

  void Add(const Batch& batch) override {
    if (!batch.InGrid()) return;
    SumCell* page = Page(batch.group);
    if (bucketed_) {
      ForEachRow(batch, [&](uint32_t i, uint16_t row, uint32_t period) {
        const uint32_t bucket = BucketOfRow(batch.entity, batch.chunk->ts[row], row);
        AddValue(batch.values[i], page[period * kBuckets + bucket]);
      });
    } else if (batch.OneCell()) {
      SumCell& cell = page[batch.periods.shared];
      SumCell local = cell;
      for (uint32_t i = 0; i < batch.rows.size; ++i) AddValue(batch.values[i], local);
      cell = local;
    } else {
      ForEachRow(batch, [&](uint32_t i, uint16_t, uint32_t period) {
        AddValue(batch.values[i], page[period]);
      });
    }
  }
  bool overflowed() const override { return overflowed_; }

 private:
  void AddValue(double value, SumCell& cell) {
    if (!scale_.Holds(value)) {
      overflowed_ = overflowed_ || !std::isnan(value);
      return;
    }
    cell.sum += scale_.ToFixed(value);
    ++cell.n;
  }

  bool bucketed_;
  FixedScale scale_;
  bool overflowed_ = false;
};

void Finish(const CellSource& source, const CellTarget& target) {
  const size_t width = source.accumulator.bucketed ? kBuckets : 1;
  const FixedScale scale(source.accumulator.scale);
  Int128 total = 0;
  int64_t rows = 0;
  for (size_t b = 0; b < width; ++b) {
    SumCell one;
    ForEachPage<SumCell>(source, [&](const SumCell* page) {
      one.sum += page[source.period * width + b].sum;
      one.n += page[source.period * width + b].n;
    });
    total += one.sum;
    rows += one.n;
    if (target.buckets != nullptr && one.n > 0) {
      target.buckets[b].n += one.n;
      target.buckets[b].v += scale.FromFixed(one.sum);
    }
  }
  if (rows == 0) return;
  target.cell->n += rows;
  target.cell->v += scale.FromFixed(total);
}

}  // namespace

const CollectorKind kSums = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                               return std::make_unique<Sums>(spec);
                             },
                             Finish, nullptr, false};

}  // namespace northstar::kernel
