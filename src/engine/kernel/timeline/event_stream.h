// Collects the rows of one kind of event, by bucket of their entity. Timelines that look at the
// same events share the stream, each with a role of its own for them.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/kernel/collectors/collector.h"

namespace northstar::kernel {

struct StreamRow {
  int64_t ts;
  uint32_t ordinal;  // of the entity in its bucket
  uint32_t group;
};

// Of one bucket, in the order they were met.
struct StreamRows {
  static constexpr uint32_t kNoOther = UINT32_MAX;
  template <typename T>
  using Column = BlockList<T, 1024, 1024>;

  Column<StreamRow> rows;
  Column<uint64_t> order;   // file and row within it
  Column<double> values;    // NaN: none; empty: nobody asked
  Column<uint32_t> others;  // ids of the other entity, kNoOther: none; empty: nobody asked
};

class EventStream final : public Collector {
 public:
  explicit EventStream(const CollectorSpec& spec);
  void Add(const Batch& batch) override;
  // Rows of the group lie inside the grid.
  bool HasGroup(size_t group) const override;
  // Rows of the group lie inside the grid, or before it from the instant on.
  bool HasGroupSince(size_t group, int64_t from_us) const;
  // REQUIRES: the bucket lies in the pass.
  const StreamRows& Rows(uint32_t bucket) const { return buckets_[bucket - space_.first_bucket]; }

 private:
  struct GroupMark {
    bool in_grid = false;
    int64_t latest_before = std::numeric_limits<int64_t>::min();  // the grid
  };
  void MarkGroup(const Batch& batch);

  EntitySpace space_;
  int64_t from_us_, to_us_;
  uint32_t sampled_buckets_;  // of others nobody wants the rows
  bool keeps_values_, keeps_others_;
  Arena& arena_;
  std::vector<StreamRows> buckets_;
  std::vector<GroupMark> groups_;
};

}  // namespace northstar::kernel
