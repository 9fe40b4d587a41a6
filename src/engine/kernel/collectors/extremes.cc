// The smallest or the largest value of a cell.
#include "engine/kernel/collectors/kinds.h"
#include "engine/kernel/collectors/pages.h"

namespace northstar::kernel {
namespace {

struct ExtremeCell {
  double v = 0;
  int64_t n = 0;

  void Take(double value, int64_t rows, bool maximum) {
    if (n == 0 || (maximum ? value > v : value < v)) v = value;
    n += rows;
  }
};

class Extremes final : public PagedCollector<ExtremeCell> {
 public:
  explicit Extremes(const CollectorSpec& spec)
      : PagedCollector(spec.periods), maximum_(spec.accumulator->kind == Aggregate::kMax) {}

  void Add(const Batch& batch) override {
    if (!batch.InGrid()) return;
    ExtremeCell* page = Page(batch.group);
    ForEachRow(batch, [&](uint32_t i, uint16_t, uint32_t period) {
      if (!std::isnan(batch.values[i])) page[period].Take(batch.values[i], 1, maximum_);
    });
  }

 private:
  bool maximum_;
};

void Finish(const CellSource& source, const CellTarget& target) {
  const bool maximum = source.accumulator.kind == Aggregate::kMax;
  ExtremeCell all;
  ForEachPage<ExtremeCell>(source, [&](const ExtremeCell* page) {
    const ExtremeCell& one = page[source.period];
    if (one.n > 0) all.Take(one.v, one.n, maximum);
  });
  if (all.n == 0) return;
  target.cell->n += all.n;
  target.cell->v = all.v;
}

}  // namespace

const CollectorKind kExtremes = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                                   return std::make_unique<Extremes>(spec);
                                 },
                                 Finish, nullptr, false};

}  // namespace northstar::kernel
