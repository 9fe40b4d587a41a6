// An entity's rows split where the pause is longer than `gap`. A session belongs to the period it
// starts in; one row is 0 s long. Filters and dimensions are those of its first row.
#include <set>

#include "engine/duckdb/kernel/timeline/figure.h"

namespace northstar::kernel {
namespace {

class SessionsFigure final : public TimelineFigure {
 public:
  explicit SessionsFigure(const FigureInput& input)
      : metric_(input.metric()), grid_(input.grid), calendar_(input.project.calendar) {
    const std::string& s = metric_.statistic;
    of_lengths_ = s == "average_length" || s == "total_length";
  }

  void Run(std::span<const TimelineRow> rows, TimelineSink& sink) const override {
    std::set<std::pair<uint32_t, int>> met;  // group and period in which the entity has a session
    for (size_t i = 0; i < rows.size();) {
      size_t end = i + 1;
      int64_t events = 1;
      // A row that passes a question's filter stands here under both roles.
      for (; end < rows.size() && !Pauses(rows[end - 1].ts, rows[end].ts); ++end)
        events += !rows[end].SameRow(rows[end - 1]);
      const TimelineRow& first = rows[i];
      const int period = first.role == role::kMain ? grid_.IndexOf(first.ts) : -1;
      const int64_t length = rows[end - 1].ts - first.ts;
      if (metric_.statistic == "per_entity") {
        sink.Add(first.group, period, 1, met.emplace(first.group, period).second);
      } else if (metric_.statistic == "median_length") {
        sink.Push(first.group, period, static_cast<double>(length) / 1e6);
      } else if (metric_.statistic == "share_at_least") {
        sink.Add(first.group, period, 1,
                 first.ts + length >=
                     calendar_.Add(first.ts, metric_.length->days, metric_.length->exact_us));
      } else {
        sink.Add(first.group, period, 1, of_lengths_ ? length : events);
      }
      i = end;
    }
  }
  double Unit(Int128 v) const override {
    return of_lengths_ ? static_cast<double>(v) / 1e6 : static_cast<double>(v);
  }

 private:
  bool Pauses(int64_t from, int64_t to) const {
    return to > calendar_.Add(from, metric_.gap->days, metric_.gap->exact_us);
  }

  const Metric& metric_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
  bool of_lengths_ = false;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeSessionsFigure(const FigureInput& input) {
  return std::make_unique<SessionsFigure>(input);
}

}  // namespace northstar::kernel
