// When an entity was there, by the kind of row and by the other entities that the rows name: what
// histories of active metrics are made of. The threshold is left to whoever reads them.
#include "engine/kernel/timeline/figure.h"

namespace northstar::kernel {
namespace {

class PresenceFigure final : public TimelineFigure {
 public:
  explicit PresenceFigure(const FigureInput& input) : grid_(input.grid) {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    for (const TimelineRow& row : rows) {
      if (row.role() < role::kCondition)
        sink.Meet(row.group(), row.role(), grid_.IndexOf(row.ts), rows.Other(row));
    }
  }

 private:
  const PeriodGrid& grid_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakePresenceFigure(const FigureInput& input) {
  return std::make_unique<PresenceFigure>(input);
}

}  // namespace northstar::kernel
