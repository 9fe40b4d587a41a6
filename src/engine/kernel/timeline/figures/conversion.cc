// Entities with the first step in a period, and how many of them go on to the last one in order and
// in time. n counts those that start; v those that arrive, or all their last steps.
#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/figures/starts.h"

namespace northstar::kernel {
namespace {

class ConversionFigure final : public TimelineFigure {
 public:
  explicit ConversionFigure(const FigureInput& input)
      : metric_(input.metric()),
        grid_(input.grid),
        calendar_(input.project.calendar),
        within_at_most_(AtMost(metric_.within)),
        last_step_(metric_.steps.empty() ? 1 : static_cast<int>(metric_.steps.size()) - 1) {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    const bool all = metric_.calculation == "events";
    ForEachStart(rows, grid_, [&](size_t first, int period) {
      const int64_t arrived = Arrivals(rows, first, all);
      sink.Add(rows[first].group(), period, 1, all ? arrived : arrived > 0);
    });
  }

 private:
  // How often the last step is reached; 1 at most unless `all` are asked for.
  int64_t Arrivals(const Timeline& rows, size_t first, bool all) const {
    const TimelineRow& start = rows[first];
    if (last_step_ == 0) return 1;
    std::optional<int64_t> end;  // worked out when there is something to compare it with
    int64_t arrivals = 0;
    int step = 1;
    const TimelineRow* reached = &start;
    for (size_t i = FirstOfInstant(rows, first); i < rows.size(); ++i) {
      const TimelineRow& row = rows[i];
      if (row.ts - start.ts > within_at_most_) break;
      if (row.role() != step || !Follows(rows, *reached, row, metric_.allow_same_time)) continue;
      if (!end) end = metric_.within ? Later(start.ts, *metric_.within) : INT64_MAX;
      if (row.ts > *end) break;
      if (step < last_step_) {
        reached = &row;
        ++step;
        continue;
      }
      if (metric_.not_before && row.ts < Later(start.ts, *metric_.not_before)) continue;
      ++arrivals;
      if (!all) break;
    }
    return arrivals;
  }
  int64_t Later(int64_t ts, const Duration& by) const {
    return calendar_.Add(ts, by.days, by.exact_us);
  }

  const Metric& metric_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
  int64_t within_at_most_;
  int last_step_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeConversionFigure(const FigureInput& input) {
  return std::make_unique<ConversionFigure>(input);
}

}  // namespace northstar::kernel
