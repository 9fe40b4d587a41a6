// On how many days (or in how many weeks) of a period is an active entity active? n counts active
// entities; v their days, or those with at least so many.
#include <map>
#include <set>

#include "engine/duckdb/kernel/timeline/figure.h"

namespace northstar::kernel {
namespace {

class FrequencyFigure final : public TimelineFigure {
 public:
  explicit FrequencyFigure(const FigureInput& input)
      : metric_(input.metric()),
        grid_(input.grid),
        calendar_(input.project.calendar),
        of_(metric_.of == "week" ? Grain::kWeek : Grain::kDay) {}

  void Run(std::span<const TimelineRow> rows, TimelineSink& sink) const override {
    std::map<std::pair<uint32_t, int>, std::set<Day>> found;
    for (const TimelineRow& row : rows) {
      const int period = grid_.IndexOf(row.ts);
      if (period < 0) continue;
      found[{row.group, period}].insert(calendar_.PeriodStart(of_, calendar_.LocalDay(row.ts)));
    }
    for (const auto& [where, days] : found) {
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

 private:
  const Metric& metric_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
  Grain of_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeFrequencyFigure(const FigureInput& input) {
  return std::make_unique<FrequencyFigure>(input);
}

}  // namespace northstar::kernel
