// An entity's rows split where the pause is longer than `gap`. A session belongs to the period it
// starts in; one row is 0 s long. Filters and dimensions are those of its first row.
#include "engine/kernel/timeline/figure.h"
#include "engine/kernel/timeline/figures/starts.h"
#include "model/project.h"

namespace northstar::kernel {
namespace {

enum class SessionStatistic { kEvents, kLengths, kPerEntity, kMedianLength, kShareAtLeast };

SessionStatistic StatisticOf(const std::string& statistic) {
  if (statistic == "average_length" || statistic == "total_length")
    return SessionStatistic::kLengths;
  if (statistic == "per_entity") return SessionStatistic::kPerEntity;
  if (statistic == "median_length") return SessionStatistic::kMedianLength;
  if (statistic == "share_at_least") return SessionStatistic::kShareAtLeast;
  return SessionStatistic::kEvents;  // their number and how many events they have
}

class SessionsFigure final : public TimelineFigure {
 public:
  SessionsFigure(const FigureInput& input, const kind::Sessions& kind)
      : kind_(kind),
        grid_(input.grid),
        calendar_(input.project.calendar),
        statistic_(StatisticOf(kind_.statistic)) {}

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    MetInPeriod met;  // groups and periods in which the entity has a session
    for (size_t i = 0; i < rows.size();) {
      size_t end = i + 1;
      int64_t events = 1;
      // A row that passes a question's filter stands here under both roles.
      for (; end < rows.size() && !Pauses(rows[end - 1].ts, rows[end].ts); ++end)
        events += !rows.SameRow(rows[end], rows[end - 1]);
      const TimelineRow& first = rows[i];
      const int period = first.role() == role::kMain ? grid_.IndexOf(first.ts) : -1;
      const int64_t length = rows[end - 1].ts - first.ts;
      i = end;
      if (period < 0) continue;
      switch (statistic_) {
        case SessionStatistic::kEvents:
          sink.Add(first.group(), period, 1, events);
          break;
        case SessionStatistic::kLengths:
          sink.Add(first.group(), period, 1, length);
          break;
        case SessionStatistic::kPerEntity:
          sink.Add(first.group(), period, 1, met.Meet(first.group(), period));
          break;
        case SessionStatistic::kMedianLength:
          sink.Push(first.group(), period, static_cast<double>(length) / 1e6);
          break;
        case SessionStatistic::kShareAtLeast:
          sink.Add(first.group(), period, 1,
                   first.ts + length >=
                       calendar_.Add(first.ts, kind_.length->days, kind_.length->exact_us));
          break;
      }
    }
  }
  double Unit(Int128 v) const override {
    return static_cast<double>(v) / (statistic_ == SessionStatistic::kLengths ? 1e6 : 1);
  }

 private:
  bool Pauses(int64_t from, int64_t to) const {
    return to > calendar_.Add(from, kind_.gap->days, kind_.gap->exact_us);
  }

  const kind::Sessions& kind_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
  SessionStatistic statistic_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeSessionsFigure(const FigureInput& input,
                                                   const kind::Sessions& kind) {
  return std::make_unique<SessionsFigure>(input, kind);
}

}  // namespace northstar::kernel
