// What the collectors of all threads found → the tables of a plan. Cells, timelines and sets are
// finished on all threads, pass after pass.
#pragma once

#include "engine/kernel/gather_run.h"
#include "engine/kernel/sets/period_sets.h"
#include "engine/kernel/timeline/timelines.h"

namespace northstar::kernel {

class Finisher {
 public:
  // All must outlive it.
  Finisher(const Project& project, const GatherPlan& plan, const DataFacts& facts,
           const CollectorLayout& layout, const Dictionaries& dictionaries)
      : project_(project),
        plan_(plan),
        facts_(facts),
        layout_(layout),
        dictionaries_(dictionaries),
        timelines_(plan.accumulators.size()) {}

  // Before the first pass. kUsage: the dimensions have too many values for tables of all of them.
  Status CheckSizes();
  // Adds what the pass found.
  void AddPass(const GatherRun& run, int pass);
  // After the last pass.
  Gathered Tables() &&;

 private:
  // A run of periods of one accumulator's group: what one thread finishes at a time.
  struct Piece {
    size_t accumulator, group, table_row, first_period;
  };
  using Shares = std::vector<std::vector<const Collector*>>;  // by accumulator

  std::vector<uint32_t> GroupSizes(const Accumulator& a) const;
  void NameEntities(size_t index);
  TimelineFinish TimelineOf(size_t index, int pass) const;
  void FinishStreams(const GatherRun& run, int pass);
  PeriodSetsFigure PeriodSetsFigureOf(size_t index, const Shares& shares, int pass);
  void FinishSets(const Shares& shares, int pass);
  void FinishPiece(const Piece& piece, const Shares& shares, int pass);
  void MakeTable(size_t index, const std::vector<const Collector*>& shares);
  void SortGroups(size_t index, GatheredTable& table);

  const Project& project_;
  const GatherPlan& plan_;
  const DataFacts& facts_;
  const CollectorLayout& layout_;
  const Dictionaries& dictionaries_;
  Gathered gathered_;
  std::vector<TimelineTotals> timelines_;     // by accumulator; empty for other kinds
  std::vector<size_t> group_count_;           // possible groups, by accumulator
  std::vector<std::vector<size_t>> present_;  // by accumulator: those that occur, as table rows
};

}  // namespace northstar::kernel
