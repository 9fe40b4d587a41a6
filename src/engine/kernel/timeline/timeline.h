// One entity's rows in order of time, as figures see them. What every figure looks at stands in the
// rows; what few do (the place in the file, values, other entities) stays in columns beside them.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "engine/kernel/timeline/event_stream.h"

namespace northstar::kernel {

struct TimelineRow {
  int64_t ts;
  uint32_t link;  // into the columns beside
  uint32_t tag;   // group and role

  static uint32_t Tag(uint32_t group, int role) { return group << 8 | static_cast<uint32_t>(role); }
  uint32_t group() const { return tag >> 8; }
  int role() const { return static_cast<int>(tag & 0xff); }
};
static_assert(sizeof(TimelineRow) == 16, "the hottest loops of ordered metrics move these");

// The columns of the streams that a bucket's rows come from, one after the other.
class TimelineColumns {
 public:
  // Returns the link of the stretch's first row.
  uint32_t Append(const StreamRows& rows) {
    const uint32_t first = end_;
    stretches_.push_back({first, &rows});
    end_ += static_cast<uint32_t>(rows.rows.size());
    return first;
  }
  // Where the row stood: rows of one instant are told apart by it.
  uint64_t Order(uint32_t link) const {
    const auto [rows, at] = Find(link);
    return rows->order.At(at);
  }
  double Value(uint32_t link) const {
    const auto [rows, at] = Find(link);
    return rows->values.empty() ? NAN : rows->values.At(at);
  }
  uint32_t Other(uint32_t link) const {
    const auto [rows, at] = Find(link);
    return rows->others.empty() ? StreamRows::kNoOther : rows->others.At(at);
  }

 private:
  struct Stretch {
    uint32_t first;
    const StreamRows* rows;
  };
  std::pair<const StreamRows*, size_t> Find(uint32_t link) const {
    size_t i = stretches_.size() - 1;
    while (stretches_[i].first > link) --i;
    return {stretches_[i].rows, link - stretches_[i].first};
  }
  std::vector<Stretch> stretches_;
  uint32_t end_ = 0;
};

class Timeline {
 public:
  Timeline(std::span<const TimelineRow> rows, const TimelineColumns& columns)
      : rows_(rows), columns_(&columns) {}

  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }
  bool empty() const { return rows_.empty(); }
  size_t size() const { return rows_.size(); }
  const TimelineRow& operator[](size_t i) const { return rows_[i]; }
  const TimelineColumns& columns() const { return *columns_; }
  // The same entity, with other rows.
  Timeline With(std::span<const TimelineRow> rows) const { return {rows, *columns_}; }

  double Value(const TimelineRow& row) const { return columns_->Value(row.link); }  // NaN: none
  uint32_t Other(const TimelineRow& row) const { return columns_->Other(row.link); }
  uint64_t Order(const TimelineRow& row) const { return columns_->Order(row.link); }
  // The order of rows; ties of time keep the order of their files.
  bool Before(const TimelineRow& a, const TimelineRow& b) const {
    if (a.ts != b.ts) return a.ts < b.ts;
    const uint64_t order_a = Order(a), order_b = Order(b);
    return order_a != order_b ? order_a < order_b : a.role() < b.role();
  }
  // A row that several roles take stands in the timeline several times.
  bool SameRow(const TimelineRow& a, const TimelineRow& b) const {
    return a.ts == b.ts && Order(a) == Order(b);
  }

 private:
  std::span<const TimelineRow> rows_;
  const TimelineColumns* columns_;
};

}  // namespace northstar::kernel
