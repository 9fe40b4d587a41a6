// Collects the rows of one feed, by bucket of their entity. Timelines that look at the same events
// share the stream, each with a role of its own for them.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/duckdb/kernel/collector.h"

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
  bool HasGroup(size_t group) const override;
  // REQUIRES: the bucket lies in the pass.
  const StreamRows& Rows(uint32_t bucket) const { return buckets_[bucket - space_.first_bucket]; }

 private:
  // Rows of the batch make their group one that is shown, which was not known yet.
  bool Counts(const Batch& batch) const;

  EntitySpace space_;
  int64_t from_us_, to_us_;
  bool counts_the_past_;
  bool is_main_;
  bool keeps_values_, keeps_others_;
  Arena& arena_;
  std::vector<StreamRows> buckets_;
  std::vector<char> groups_;  // that have rows which can count
};

}  // namespace northstar::kernel
