// Entities with the first step in a period, and how many of them go on to the last one in order and
// in time. n counts those that start; v those that arrive, or all their last steps.
#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/figures/starts.h"
#include "model/project.h"

namespace northstar::kernel {
namespace {

class ConversionFigure final : public TimelineFigure {
 public:
  ConversionFigure(const FigureInput& input, const kind::Conversion& kind)
      : kind_(kind),
        grid_(input.grid),
        calendar_(input.project.calendar),
        within_at_most_(AtMost(kind_.within)),
        last_step_(kind_.steps.empty() ? 1 : static_cast<int>(kind_.steps.size()) - 1) {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    const bool all = kind_.calculation == "events";
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
      if (row.role() != step || !Follows(rows, *reached, row, kind_.allow_same_time)) continue;
      if (!end) end = kind_.within ? Later(start.ts, *kind_.within) : INT64_MAX;
      if (row.ts > *end) break;
      if (step < last_step_) {
        reached = &row;
        ++step;
        continue;
      }
      if (kind_.not_before && row.ts < Later(start.ts, *kind_.not_before)) continue;
      ++arrivals;
      if (!all) break;
    }
    return arrivals;
  }
  int64_t Later(int64_t ts, const Duration& by) const {
    return calendar_.Add(ts, by.days, by.exact_us);
  }

  const kind::Conversion& kind_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
  int64_t within_at_most_;
  int last_step_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeConversionFigure(const FigureInput& input,
                                                     const kind::Conversion& kind) {
  return std::make_unique<ConversionFigure>(input, kind);
}

}  // namespace northstar::kernel
