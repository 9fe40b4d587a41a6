// A row as a timeline keeps it: when, whose, and what it is there for.
#pragma once

#include <cstdint>
#include <tuple>

namespace northstar::kernel {

struct TimelineRow {
  int64_t ts;
  uint64_t order;  // file and row within it: rows of one instant keep the order of their file
  double value;    // NaN: none
  uint32_t position;
  uint32_t group;  // of kMain rows
  uint32_t other;  // id of the other entity; kNoOther: none
  int32_t role;

  static constexpr uint32_t kNoOther = UINT32_MAX;
  bool Before(const TimelineRow& x) const {
    return std::tie(ts, order, role) < std::tie(x.ts, x.order, x.role);
  }
  // A row that several roles take stands in the timeline several times.
  bool SameRow(const TimelineRow& x) const { return ts == x.ts && order == x.order; }
};

}  // namespace northstar::kernel
