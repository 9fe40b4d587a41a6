#include "engine/kernel/timeline/conditions.h"

#include "engine/kernel/timeline/membership.h"
#include "model/project.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {

TimelineConditions::TimelineConditions(const Metric& metric, const Project& project,
                                       const PeriodGrid& grid)
    : conditions_(ConditionsOf(metric, project)),
      every_role_(metric.Is<kind::Sessions>()),
      project_(project),
      grid_(grid) {}

bool TimelineConditions::Holds(size_t index, const TimelineRow& row, const Timeline& rows) const {
  const northstar::Condition& condition = conditions_[index];
  const int role = role::kCondition + static_cast<int>(index);
  const Calendar& calendar = project_.calendar;
  if (!condition.of.empty()) {
    const int period = grid_.IndexOf(row.ts);
    const auto active = ActivePeriods(
        rows, role, ActiveKeysOf(*project_.FindMetric(condition.of), project_), grid_);
    if (period < 0) return false;
    const auto found = active.find(0);
    if (found == active.end()) return false;
    const std::vector<int>& periods = found->second;
    const bool now = std::binary_search(periods.begin(), periods.end(), period);
    const bool before = std::binary_search(periods.begin(), periods.end(), period - 1);
    const bool ever = !periods.empty() && periods.front() < period;
    if (condition.part == "new") return now && !ever;
    if (condition.part == "retained") return now && before;
    if (condition.part == "resurrected") return now && ever && !before;
    return !now && before;
  }
  if (!condition.since.empty()) {
    for (const TimelineRow& first : rows) {
      if (first.role() != role) continue;
      if (row.ts < first.ts) return false;
      return !condition.within ||
             row.ts <= calendar.Add(first.ts, condition.within->days, condition.within->exact_us);
    }
    return false;
  }
  // So many of the event up to and including this row, within the window that ends here.
  size_t seen = 0;
  for (const TimelineRow& one : rows) {
    if (one.role() != role || rows.Before(row, one)) {
      if (rows.SameRow(row, one) && one.role() == role) ++seen;
      continue;
    }
    if (condition.window) {
      const int64_t end = calendar.Add(one.ts, condition.window->days, condition.window->exact_us);
      if (end <= row.ts) continue;
    }
    ++seen;
  }
  return static_cast<double>(seen) >= condition.at_least;
}

void TimelineConditions::Filter(const Timeline& rows, std::vector<TimelineRow>& kept) const {
  kept.clear();
  for (const TimelineRow& row : rows) {
    if (row.role() >= role::kCondition) continue;
    bool holds = true;
    const bool asked = row.role() == role::kMain || every_role_;
    for (size_t i = 0; holds && asked && i < conditions_.size(); ++i) holds = Holds(i, row, rows);
    if (holds) kept.push_back(row);
  }
}

}  // namespace northstar::kernel
