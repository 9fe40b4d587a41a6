// The conditions on the entity at the time of an event (`only:`): which main rows of a timeline
// count. All entries must hold.
#pragma once

#include <span>
#include <vector>

#include "base/calendar.h"
#include "engine/kernel/timeline/timeline.h"
#include "model/metric.h"
#include "model/project_ref.h"

namespace northstar::kernel {

class TimelineConditions {
 public:
  TimelineConditions(const Metric& metric, const Project& project, const PeriodGrid& grid);
  bool empty() const { return conditions_.empty(); }
  // Copies to `kept` the main rows that meet all conditions, and the rows of the other roles that
  // are no conditions themselves. REQUIRES: rows of one entity in order.
  void Filter(const Timeline& rows, std::vector<TimelineRow>& kept) const;

 private:
  bool Holds(size_t condition, const TimelineRow& row, const Timeline& rows) const;

  std::vector<northstar::Condition> conditions_;
  bool every_role_;  // not only the main rows must meet them
  const Project& project_;
  const PeriodGrid& grid_;
};

}  // namespace northstar::kernel
