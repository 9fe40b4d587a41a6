// Where conversions and durations start: the first main row of each group and period.
#pragma once

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "base/calendar.h"
#include "engine/kernel/timeline/timeline.h"
#include "plan/gather_plan.h"

namespace northstar::kernel {

// Which groups were met in the period at hand; periods come in order.
class MetInPeriod {
 public:
  // Whether it is the first time.
  bool Meet(uint32_t group, int period) {
    if (period != period_) groups_.clear();
    period_ = period;
    if (std::find(groups_.begin(), groups_.end(), group) != groups_.end()) return false;
    groups_.push_back(group);
    return true;
  }

 private:
  int period_ = -1;
  absl::InlinedVector<uint32_t, 8> groups_;
};

// visit(index into rows, period)
template <typename Visit>
void ForEachStart(const Timeline& rows, const PeriodGrid& grid, Visit visit) {
  MetInPeriod met;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].role() != role::kMain) continue;
    const int period = grid.IndexOf(rows[i].ts);
    if (period >= 0 && met.Meet(rows[i].group(), period)) visit(i, period);
  }
}

// Whether `next` may follow `row`: later, or at the same instant where that is allowed and it is
// another row that does not stand before it in the file.
inline bool Follows(const Timeline& rows, const TimelineRow& row, const TimelineRow& next,
                    bool allow_same_time) {
  if (next.ts != row.ts) return next.ts > row.ts;
  return allow_same_time && rows.Order(next) > rows.Order(row);
}

// How long a duration can be at most, whatever the wall clock does: beyond, there is no need to ask
// the calendar.
inline int64_t AtMost(const std::optional<Duration>& duration) {
  if (!duration) return INT64_MAX / 4;
  // Clocks are put forward or back by a day at most (islands that changed their side of the date
  // line), once or twice within a duration.
  return (duration->days + (duration->days == 0 ? 0 : 2)) * kMicrosPerDay + duration->exact_us;
}

// A row of the same instant may stand before the start under another role.
inline size_t FirstOfInstant(const Timeline& rows, size_t start) {
  size_t i = start;
  while (i > 0 && rows[i - 1].ts == rows[start].ts) --i;
  return i;
}

}  // namespace northstar::kernel
