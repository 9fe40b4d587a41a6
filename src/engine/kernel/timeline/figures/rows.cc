// Counts, sums, means and percentiles of the rows that meet the conditions on their entity.
#include <cmath>

#include "engine/kernel/timeline/figure.h"

namespace northstar::kernel {
namespace {

class RowsFigure final : public TimelineFigure {
 public:
  explicit RowsFigure(const FigureInput& input)
      : counts_(input.metric().Is<kind::Count>()),
        sums_(input.metric().Is<kind::Sum, kind::Average>()),
        grid_(input.grid) {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    for (const TimelineRow& row : rows) {
      const int period = grid_.IndexOf(row.ts);
      if (counts_) {
        sink.Add(row.group(), period, 1, 0);
        continue;
      }
      const double value = rows.Value(row);
      if (std::isnan(value)) {
        continue;
      } else if (sums_) {
        sink.AddValue(row.group(), period, period + 1, value);
      } else {
        sink.Push(row.group(), period, value);
      }
    }
  }

 private:
  bool counts_, sums_;  // neither: a percentile of the values
  const PeriodGrid& grid_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeRowsFigure(const FigureInput& input) {
  return std::make_unique<RowsFigure>(input);
}

}  // namespace northstar::kernel
