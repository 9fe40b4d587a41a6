// Entities with the first step in a period, and how many of them go on to the last one in order and
// in time. n counts those that start; v those that arrive, or all their last steps.
#include "engine/duckdb/kernel/timeline/figure.h"
#include "engine/duckdb/kernel/timeline/figures/starts.h"

namespace northstar::kernel {
namespace {

class ConversionFigure final : public TimelineFigure {
 public:
  explicit ConversionFigure(const FigureInput& input)
      : metric_(input.metric()),
        grid_(input.grid),
        calendar_(input.project.calendar),
        last_step_(metric_.steps.empty() ? 1 : static_cast<int>(metric_.steps.size()) - 1) {}

  void Run(std::span<const TimelineRow> rows, TimelineSink& sink) const override {
    for (const auto& [where, first] : FirstOfPeriods(rows, grid_)) {
      const int64_t arrived = Arrivals(rows, first);
      const bool all = metric_.calculation == "events";
      sink.Add(where.first, where.second, 1, all ? arrived : arrived > 0);
    }
  }

 private:
  // How often the last step is reached; with steps in between, 1 at most.
  int64_t Arrivals(std::span<const TimelineRow> rows, size_t first) const {
    const TimelineRow& start = rows[first];
    if (last_step_ == 0) return 1;
    const int64_t end =
        metric_.within ? calendar_.Add(start.ts, metric_.within->days, metric_.within->exact_us)
                       : INT64_MAX;
    const int64_t not_before =
        metric_.not_before
            ? calendar_.Add(start.ts, metric_.not_before->days, metric_.not_before->exact_us)
            : start.ts;
    int64_t arrivals = 0;
    int step = 1;
    const TimelineRow* reached = &start;
    // A row of the same instant may stand before the start under another role.
    size_t i = first;
    while (i > 0 && rows[i - 1].ts == start.ts) --i;
    for (; i < rows.size() && rows[i].ts <= end; ++i) {
      const TimelineRow& row = rows[i];
      if (row.role != step || !Follows(*reached, row, metric_.allow_same_time)) continue;
      if (step == last_step_) {
        if (row.ts < not_before) continue;
        ++arrivals;
        if (metric_.calculation != "events") return arrivals;
        continue;
      }
      reached = &row;
      ++step;
    }
    return arrivals;
  }

  const Metric& metric_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
  int last_step_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeConversionFigure(const FigureInput& input) {
  return std::make_unique<ConversionFigure>(input);
}

}  // namespace northstar::kernel
