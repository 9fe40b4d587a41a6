// Rows per cell; with buckets, a cell is a run of kBuckets counts.
#include "engine/kernel/collectors/kinds.h"
#include "engine/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

class Counts final : public PagedCollector<int64_t> {
 public:
  explicit Counts(const CollectorSpec& spec)
      : PagedCollector(spec.periods * (spec.accumulator->bucketed ? kBuckets : 1)),
        bucketed_(spec.accumulator->bucketed) {}

  void Add(const Batch& batch) override {
    if (!batch.InGrid()) return;
    int64_t* page = Page(batch.group);
    if (bucketed_) {
      ForEachRow(batch, [&](uint32_t, uint16_t row, uint32_t period) {
        ++page[period * kBuckets + BucketOfRow(batch.entity, batch.chunk->ts[row], row)];
      });
    } else if (batch.OneCell()) {
      page[batch.periods.shared] += batch.rows.size;
    } else {
      ForEachRow(batch, [&](uint32_t, uint16_t, uint32_t period) { ++page[period]; });
    }
  }

 private:
  bool bucketed_;
};

void Finish(const CellSource& source, const CellTarget& target) {
  const size_t width = source.accumulator.bucketed ? kBuckets : 1;
  ForEachPage<int64_t>(source, [&](const int64_t* page) {
    for (size_t b = 0; b < width; ++b) {
      const int64_t n = page[source.period * width + b];
      target.cell->n += n;
      if (target.buckets != nullptr) target.buckets[b].n += n;
    }
  });
}

}  // namespace

const CollectorKind kCounts = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                                 return std::make_unique<Counts>(spec);
                               },
                               Finish, nullptr, false};

}  // namespace northstar::kernel
