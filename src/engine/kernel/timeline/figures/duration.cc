// The time from an entity's first `from` of a period to its next `to`, over entities that got there
// in time. In seconds; kept in microseconds.
#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/figures/starts.h"
#include "model/project.h"

namespace northstar::kernel {
namespace {

class DurationFigure final : public TimelineFigure {
 public:
  DurationFigure(const FigureInput& input, const kind::TimeBetween& kind)
      : kind_(kind),
        grid_(input.grid),
        calendar_(input.project.calendar),
        within_at_most_(AtMost(kind_.within)),
        average_(kind_.statistic == "average") {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    ForEachStart(rows, grid_, [&](size_t first, int period) {
      const TimelineRow& start = rows[first];
      for (size_t i = FirstOfInstant(rows, first); i < rows.size(); ++i) {
        const TimelineRow& row = rows[i];
        if (row.ts - start.ts > within_at_most_) return;
        if (row.role() != role::kThen || !Follows(rows, start, row, kind_.allow_same_time))
          continue;
        if (kind_.within &&
            row.ts > calendar_.Add(start.ts, kind_.within->days, kind_.within->exact_us))
          return;
        const int64_t micros = row.ts - start.ts;
        if (average_) {
          sink.Add(start.group(), period, 1, micros);
        } else {
          sink.Push(start.group(), period, static_cast<double>(micros) / 1e6);
        }
        return;
      }
    });
  }
  double Unit(Int128 v) const override { return static_cast<double>(v) / 1e6; }

 private:
  const kind::TimeBetween& kind_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
  int64_t within_at_most_;
  bool average_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeDurationFigure(const FigureInput& input,
                                                   const kind::TimeBetween& kind) {
  return std::make_unique<DurationFigure>(input, kind);
}

}  // namespace northstar::kernel
