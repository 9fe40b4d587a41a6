// Puts streams of rows together into timelines and finishes them: each entity's rows in order of
// time go through the figures of all accumulators that share a stream. Buckets are independent, so
// threads take one each, and a pass over some buckets needs room for those only.
#pragma once

#include <vector>

#include "base/calendar.h"
#include "base/exact_sum.h"
#include "engine/kernel/collectors/collector.h"
#include "model/project_ref.h"

namespace northstar::kernel {

// The exact figures of a timeline accumulator over all passes, before they become cells.
struct TimelineTotals {
  struct Total {
    int64_t n = 0;
    Int128 v = 0;
  };
  std::vector<Total> cells;                 // by table row and period
  std::vector<ExactSum> sums;               // the same, where the figure sums values: in place of v
  std::vector<std::vector<Sample>> values;  // the same, where the figure is a percentile
  std::vector<uint32_t> entities;           // ids of those listed
  Histories histories;                      // in the order in which buckets were finished
};

struct TimelineFinish {
  const Accumulator& accumulator;
  const Project& project;
  const PeriodGrid& grid;
  EntitySpace space;
  const std::vector<size_t>& present;  // groups, as table rows
  int threads = 1;
};

// One of the accumulators that are finished together.
struct TimelineUser {
  TimelineFinish of;
  std::vector<size_t> streams;  // by feed: index into TimelineSet::streams
  TimelineTotals* totals;
  GatheredTable* table;
};

struct TimelineSet {
  static constexpr size_t kMostStreams = 256;
  std::vector<std::vector<const Collector*>> streams;  // each: the EventStreams of all threads
  std::vector<TimelineUser> users;                     // not empty; of one entity
};

// Adds the entities of the pass to the totals, and to the tables' buckets where they are bucketed.
void FinishTimelines(const TimelineSet& set);
// Totals of all passes → cells.
void WriteTotals(const TimelineFinish& finish, TimelineTotals& totals, GatheredTable& table);

}  // namespace northstar::kernel
