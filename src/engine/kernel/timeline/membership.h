// In which stretches of time is an entity active, as an active metric defines it: with at least n
// rows, or rows of at least n distinct others.
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "engine/kernel/timeline/timeline.h"
#include "model/metric_kinds.h"

namespace northstar::kernel {

// Counts towards the threshold; `Reached` after all rows of a stretch were taken.
class Threshold {
 public:
  explicit Threshold(const kind::Active& active)
      : at_least_(static_cast<size_t>(active.at_least)), of_others_(!active.distinct.empty()) {}

  void Take(const Timeline& rows, const TimelineRow& row) {
    if (!of_others_) {
      ++rows_;
    } else if (rows.Other(row) != StreamRows::kNoOther) {
      others_.insert(rows.Other(row));
    }
  }
  bool Reached() const { return (of_others_ ? others_.size() : rows_) >= at_least_; }

 private:
  size_t at_least_;
  bool of_others_;
  size_t rows_ = 0;
  std::set<uint32_t> others_;
};

// The periods of one group in which the entity is active, ascending.
inline std::map<uint32_t, std::vector<int>> ActivePeriods(const Timeline& rows, int role,
                                                          const kind::Active& active,
                                                          const PeriodGrid& grid) {
  std::map<uint32_t, std::map<int, Threshold>> found;
  for (const TimelineRow& row : rows) {
    if (row.role() != role) continue;
    const int period = grid.IndexOf(row.ts);
    if (period < 0) continue;
    found[row.group()].try_emplace(period, active).first->second.Take(rows, row);
  }
  std::map<uint32_t, std::vector<int>> periods;
  for (const auto& [group, by_period] : found) {
    for (const auto& [period, threshold] : by_period) {
      if (threshold.Reached()) periods[group].push_back(period);
    }
  }
  return periods;
}

}  // namespace northstar::kernel
