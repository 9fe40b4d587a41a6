// The first main row of each group and period: where a conversion or a duration starts.
#pragma once

#include <map>
#include <span>
#include <utility>

#include "base/calendar.h"
#include "engine/duckdb/kernel/timeline/row.h"
#include "plan/gather_plan.h"

namespace northstar::kernel {

inline std::map<std::pair<uint32_t, int>, size_t> FirstOfPeriods(std::span<const TimelineRow> rows,
                                                                 const PeriodGrid& grid) {
  std::map<std::pair<uint32_t, int>, size_t> starts;  // (group, period) → index into rows
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].role != role::kMain) continue;
    const int period = grid.IndexOf(rows[i].ts);
    if (period >= 0) starts.try_emplace({rows[i].group, period}, i);
  }
  return starts;
}

// Whether `next` may follow `row`: later, or at the same instant where that is allowed and it is
// another row that does not stand before it in the file.
inline bool Follows(const TimelineRow& row, const TimelineRow& next, bool allow_same_time) {
  if (next.ts != row.ts) return next.ts > row.ts;
  return allow_same_time && next.order > row.order;
}

}  // namespace northstar::kernel
