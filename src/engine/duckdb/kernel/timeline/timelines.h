// Collects the rows that timelines are made of, by bucket of their entity, and finishes them: each
// entity's rows in order of time go through the accumulator's figure. Buckets are independent, so
// threads take one each, and a pass over some buckets needs room for those only.
#pragma once

#include <vector>

#include "base/fixed_sum.h"
#include "engine/duckdb/kernel/collector.h"
#include "engine/duckdb/kernel/timeline/row.h"
#include "model/project.h"

namespace northstar::kernel {

class Timelines final : public Collector {
 public:
  explicit Timelines(const CollectorSpec& spec);
  void Add(const Batch& batch) override;
  bool HasGroup(size_t group) const override;
  // REQUIRES: the bucket lies in the pass.
  const std::vector<TimelineRow>& Rows(uint32_t bucket) const {
    return buckets_[bucket - space_.first_bucket];
  }

 private:
  const Accumulator* accumulator_;
  bool counts_the_past_;
  EntitySpace space_;
  std::vector<std::vector<TimelineRow>> buckets_;
  std::vector<char> groups_;  // that main rows inside the grid have
};

// The exact figures of a timeline accumulator over all passes, before they become cells.
struct TimelineTotals {
  struct Total {
    int64_t n = 0;
    Int128 v = 0;
  };
  std::vector<Total> cells;                 // by table row and period
  std::vector<std::vector<Sample>> values;  // the same, where the figure is a percentile
  std::vector<uint32_t> entities;           // ids of those listed
  bool overflowed = false;                  // a value did not fit its scale
};

struct TimelineFinish {
  std::vector<const Collector*> shares;  // all Timelines
  const Accumulator& accumulator;
  const Project& project;
  const PeriodGrid& grid;
  EntitySpace space;
  const std::vector<size_t>& present;  // groups, as table rows
  int threads = 1;
};

// Adds the entities of the pass to `totals`, and to the table's buckets when it is bucketed.
void FinishTimelines(const TimelineFinish& finish, TimelineTotals& totals, GatheredTable& table);
// Totals of all passes → cells.
void WriteTotals(const TimelineFinish& finish, TimelineTotals& totals, GatheredTable& table);

}  // namespace northstar::kernel
