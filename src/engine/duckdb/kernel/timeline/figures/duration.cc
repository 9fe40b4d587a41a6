// The time from an entity's first `from` of a period to its next `to`, over entities that got there
// in time. In seconds; kept in microseconds.
#include "engine/duckdb/kernel/timeline/figure.h"
#include "engine/duckdb/kernel/timeline/figures/starts.h"

namespace northstar::kernel {
namespace {

class DurationFigure final : public TimelineFigure {
 public:
  explicit DurationFigure(const FigureInput& input)
      : metric_(input.metric()), grid_(input.grid), calendar_(input.project.calendar) {}

  void Run(std::span<const TimelineRow> rows, TimelineSink& sink) const override {
    for (const auto& [where, first] : FirstOfPeriods(rows, grid_)) {
      const TimelineRow& start = rows[first];
      const int64_t end =
          metric_.within ? calendar_.Add(start.ts, metric_.within->days, metric_.within->exact_us)
                         : INT64_MAX;
      for (size_t i = 0; i < rows.size() && rows[i].ts <= end; ++i) {
        if (rows[i].role != role::kThen || !Follows(start, rows[i], metric_.allow_same_time))
          continue;
        const int64_t micros = rows[i].ts - start.ts;
        if (metric_.statistic == "average") {
          sink.Add(where.first, where.second, 1, micros);
        } else {
          sink.Push(where.first, where.second, static_cast<double>(micros) / 1e6);
        }
        break;
      }
    }
  }
  double Unit(Int128 v) const override { return static_cast<double>(v) / 1e6; }

 private:
  const Metric& metric_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeDurationFigure(const FigureInput& input) {
  return std::make_unique<DurationFigure>(input);
}

}  // namespace northstar::kernel
