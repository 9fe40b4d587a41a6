// Entities in the period of their first row, of each group for itself. Rows before the grid count
// as well: who has one is not new.
#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/figures/per_group.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {
namespace {

class FirstTimeFigure final : public TimelineFigure {
 public:
  explicit FirstTimeFigure(const FigureInput& input) : grid_(input.grid) {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    PerGroup<bool> met;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].role() != role::kMain) continue;
      bool& before = met.At(rows[i].group());
      if (before) continue;
      before = true;
      const int period = grid_.IndexOf(rows[i].ts);
      if (period >= 0) sink.Add(rows[i].group(), period, 1, 0);
    }
  }

 private:
  const PeriodGrid& grid_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeFirstTimeFigure(const FigureInput& input) {
  return std::make_unique<FirstTimeFigure>(input);
}

}  // namespace northstar::kernel
