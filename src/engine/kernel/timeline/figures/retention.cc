// Of the entities of a cohort (active in the period, or active for the first time), those that are
// active again some periods later. n counts the cohort, v those that came back.
#include <map>
#include <set>

#include "engine/kernel/timeline/figure.h"
#include "model/project.h"

namespace northstar::kernel {
namespace {

class RetentionFigure final : public TimelineFigure {
 public:
  RetentionFigure(const FigureInput& input, const kind::Retention& kind)
      : kind_(kind),
        grid_(input.grid),
        calendar_(input.project.calendar),
        after_(kind.FirstReturn()),
        until_(kind.LastReturn()) {
    // The periods after the range, in which the last cohorts come back.
    const int64_t last = std::max(grid_.begin_us(), input.accumulator.to_us - 1);
    wide_ = calendar_.Grid(grid_.grain(), grid_.begin_us(), last);
  }

  void Run(const Timeline& rows, TimelineSink& sink) const override {
    // The first row of each group in each period; of new cohorts only the group's very first.
    std::map<std::pair<uint32_t, int>, int64_t> starts;
    std::set<uint32_t> met;
    for (const TimelineRow& row : rows) {
      if (row.role() != role::kMain) continue;
      const bool first = met.insert(row.group()).second;
      if (kind_.cohort == "new" && !first) continue;
      const int period = grid_.IndexOf(row.ts);
      if (period >= 0) starts.try_emplace({row.group(), period}, row.ts);
    }
    if (starts.empty()) return;
    std::set<int> returned;
    for (const TimelineRow& row : rows) {
      if (row.role() == role::kThen && !kind_.rolling) returned.insert(wide_.IndexOf(row.ts));
    }
    for (const auto& [where, start] : starts) {
      const bool back = kind_.rolling ? CameBack(rows, start) : CameBack(returned, where.second);
      sink.Add(where.first, where.second, 1, back);
    }
  }

 private:
  bool CameBack(const std::set<int>& returned, int period) const {
    const auto at = returned.lower_bound(period + after_);
    return at != returned.end() && *at <= period + until_;
  }
  // In the entity's own periods, which start with its first event instead of at midnight.
  bool CameBack(const Timeline& rows, int64_t start) const {
    const int64_t from = Later(start, after_);
    const int64_t to = Later(start, until_ + 1);
    for (const TimelineRow& row : rows) {
      if (row.role() == role::kThen && row.ts >= from && row.ts < to && row.ts > start) return true;
    }
    return false;
  }
  int64_t Later(int64_t start, int periods) const {
    if (grid_.grain() == Grain::kHour) return start + periods * kMicrosPerHour;
    if (grid_.grain() == Grain::kDay) return calendar_.Add(start, periods, 0);
    if (grid_.grain() == Grain::kWeek) return calendar_.Add(start, 7L * periods, 0);
    const int months = grid_.grain() == Grain::kMonth     ? 1
                       : grid_.grain() == Grain::kQuarter ? 3
                                                          : 12;
    return calendar_.AddMonths(start, months * periods);
  }

  const kind::Retention& kind_;
  const PeriodGrid& grid_;
  const Calendar& calendar_;
  int after_, until_;
  PeriodGrid wide_;
};

}  // namespace

std::unique_ptr<TimelineFigure> MakeRetentionFigure(const FigureInput& input,
                                                    const kind::Retention& kind) {
  return std::make_unique<RetentionFigure>(input, kind);
}

}  // namespace northstar::kernel
