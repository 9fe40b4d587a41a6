// Entities whose latest `on` or `off` before the end of a period is `on`: switched on once, they
// count in every period until they are switched off. With a value, the values of those `on`
// events are summed up.
#include <cmath>

#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/figures/per_group.h"

namespace northstar::kernel {
namespace {

class StateFigure final : public TimelineFigure {
 public:
  explicit StateFigure(const FigureInput& input)
      : grid_(input.grid), valued_(input.accumulator.value != nullptr) {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    PerGroup<Latest> latest;
    for (const TimelineRow& row : rows) {
      // At one instant the later row of the file wins, which is the later one here.
      Latest& of_group = latest.At(row.group());
      const int period = FirstEndingAfter(row.ts);
      Count(rows, row.group(), of_group, period, sink);
      of_group = {row.role() == role::kMain ? &row : nullptr, period};
    }
    for (const auto& [group, last] : latest) Count(rows, group, last, grid_.size(), sink);
  }

 private:
  struct Latest {
    const TimelineRow* on = nullptr;  // null: off
    int since = 0;                    // the first period at whose end it is the latest
  };

  // What is on is on at the end of every period until the next row's.
  void Count(const Timeline& rows, uint32_t group, const Latest& latest, int until,
             TimelineSink& sink) const {
    if (latest.on == nullptr || latest.since >= until) return;
    if (!valued_) return sink.AddRange(group, latest.since, until, 1, 0);
    const double value = rows.Value(*latest.on);
    sink.AddValue(group, latest.since, until, std::isnan(value) ? 0 : value);
  }
  int FirstEndingAfter(int64_t ts) const {
    if (ts < grid_.begin_us()) return 0;
    return ts >= grid_.end_us() ? grid_.size() : grid_.IndexOf(ts);
  }

  const PeriodGrid& grid_;
  bool valued_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeStateFigure(const FigureInput& input) {
  return std::make_unique<StateFigure>(input);
}

}  // namespace northstar::kernel
