// On how many days (or in how many weeks) of a period is an active entity active? n counts active
// entities; v their days, or those with at least so many.
#include <map>
#include <set>

#include "engine/duckdb/kernel/timeline/figure.h"

namespace northstar::kernel {
namespace {

class FrequencyFigure : public TimelineFigure {
 public:
  explicit FrequencyFigure(const FigureInput& input)
      : metric_(input.metric()),
        grid_(input.grid),
        calendar_(input.project.calendar),
        of_(metric_.of == "week" ? Grain::kWeek : Grain::kDay) {}

  void Run(std::span<const TimelineRow> rows, TimelineSink& sink) const override {
    for (const auto& [where, days] : DaysOf(rows)) {
      const auto count = static_cast<int64_t>(days.size());
      if (metric_.statistic == "median") {
        sink.Push(where.first, where.second, static_cast<double>(count));
      } else if (metric_.statistic == "share_at_least") {
        sink.Add(where.first, where.second, 1, static_cast<double>(count) >= metric_.at_least);
      } else {
        sink.Add(where.first, where.second, 1, count);
      }
    }
  }

 protected:
  // The days (or weeks) of each group and period on which the entity is active.
  std::map<std::pair<uint32_t, int>, std::set<Day>> DaysOf(
      std::span<const TimelineRow> rows) const {
    std::map<std::pair<uint32_t, int>, std::set<Day>> found;
    for (const TimelineRow& row : rows) {
      const int period = grid_.IndexOf(row.ts);
      if (period < 0) continue;
      found[{row.group, period}].insert(calendar_.PeriodStart(of_, calendar_.LocalDay(row.ts)));
    }
    return found;
  }

 private:
  const Metric& metric_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
  Grain of_;
};

// How many entities are active on one day of the period, on two, on three …
class DistributionFigure final : public FrequencyFigure {
 public:
  explicit DistributionFigure(const FigureInput& input)
      : FrequencyFigure(input), columns_(input.accumulator.columns) {}

  void Run(std::span<const TimelineRow> rows, TimelineSink& sink) const override {
    for (const auto& [where, days] : DaysOf(rows)) {
      const auto times = static_cast<int>(days.size());
      if (times < columns_) sink.Add(where.first, where.second * columns_ + times, 1, 0);
    }
  }

 private:
  int columns_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeFrequencyFigure(const FigureInput& input) {
  return std::make_unique<FrequencyFigure>(input);
}
std::unique_ptr<TimelineFigure> MakeDistributionFigure(const FigureInput& input) {
  return std::make_unique<DistributionFigure>(input);
}

}  // namespace northstar::kernel
