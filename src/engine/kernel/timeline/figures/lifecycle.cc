// New, retained, resurrected and churned entities of an active metric. The grid starts with the
// data, so "new" is the first time ever loaded.
#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/membership.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {
namespace {

class LifecycleFigure final : public TimelineFigure {
 public:
  LifecycleFigure(const FigureInput& input, const kind::Lifecycle& kind)
      : part_(kind.part), active_(ActiveKeysOf(input.metric(), input.project)), grid_(input.grid) {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    for (const auto& [group, periods] : ActivePeriods(rows, role::kMain, active_, grid_)) {
      for (size_t i = 0; i < periods.size(); ++i) {
        const bool first = i == 0;
        const bool follows = !first && periods[i - 1] == periods[i] - 1;
        const bool leaves = i + 1 == periods.size() || periods[i + 1] != periods[i] + 1;
        if (part_ == "churned") {
          if (leaves) sink.Add(group, periods[i] + 1, 1, 0);
        } else if (part_ == (first ? "new" : follows ? "retained" : "resurrected")) {
          sink.Add(group, periods[i], 1, 0);
        }
      }
    }
  }

 private:
  std::string part_;
  kind::Active active_;
  const PeriodGrid& grid_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeLifecycleFigure(const FigureInput& input,
                                                    const kind::Lifecycle& kind) {
  return std::make_unique<LifecycleFigure>(input, kind);
}

}  // namespace northstar::kernel
