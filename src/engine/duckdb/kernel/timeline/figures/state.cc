// Entities whose latest `on` or `off` before the end of a period is `on`: switched on once, they
// count in every period until they are switched off. With a value, v is the sum of the values of
// those `on` events.
#include <cmath>
#include <map>

#include "engine/duckdb/kernel/timeline/figure.h"

namespace northstar::kernel {
namespace {

class StateFigure final : public TimelineFigure {
 public:
  explicit StateFigure(const FigureInput& input)
      : grid_(input.grid), scale_(input.accumulator.scale) {}

  void Run(std::span<const TimelineRow> rows, TimelineSink& sink) const override {
    std::map<uint32_t, const TimelineRow*> latest;  // by group
    size_t next = 0;
    for (int p = 0; p < grid_.size(); ++p) {
      const int64_t end = grid_.bounds()[static_cast<size_t>(p) + 1];
      // At one instant the later row of the file wins, which is the later one here.
      for (; next < rows.size() && rows[next].ts < end; ++next)
        latest[rows[next].group] = &rows[next];
      for (const auto& [group, row] : latest) {
        if (row->role != role::kMain) continue;
        const double value = std::isnan(row->value) ? 0 : row->value;
        if (!scale_.Holds(value)) {
          sink.Overflow();
          continue;
        }
        sink.Add(group, p, 1, scale_.ToFixed(value));
      }
    }
  }
  double Unit(Int128 v) const override { return scale_.FromFixed(v); }

 private:
  const PeriodGrid& grid_;
  FixedScale scale_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeStateFigure(const FigureInput& input) {
  return std::make_unique<StateFigure>(input);
}

}  // namespace northstar::kernel
