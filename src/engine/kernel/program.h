// GatherPlan + source → ScanProgram: the columns to read and, per event, the loops to run on every
// chunk. Immutable while a scan runs; each thread brings its own ThreadState.
//
// A chunk goes through five steps: local periods of all rows, one counting sort by event, each
// event's filters, one counting sort by group, then one batch per (filter, accumulator, group),
// handed to its collector.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/kernel/kernel_expr.h"
#include "engine/kernel/layout.h"
#include "plan/gather_plan.h"

namespace northstar::kernel {

// What each entity id counts as, by entity; entities without merges are absent.
using Merges = std::map<std::string, std::vector<uint32_t>>;

struct GroupRun {
  uint32_t group;
  uint32_t first, last;  // into the rows by group
};

struct ThreadState {
  Arena arena;                                         // of the collectors
  std::vector<std::unique_ptr<Collector>> collectors;  // by CollectorLayout; empty before the first
  std::vector<std::vector<int32_t>> periods;           // scratch: period of every row, per grid
  std::vector<RowPeriods> row_periods;                 // per grid, of the current chunk
  std::vector<uint16_t> sorted;                        // scratch: rows by slot
  std::vector<uint16_t> kept;                          // scratch: rows that pass a filter
  std::vector<uint32_t> groups;                        // scratch: group of every kept row
  std::vector<uint16_t> grouped;                       // scratch: kept rows by group
  std::vector<GroupRun> runs;                          // scratch: where each group's rows are
  std::vector<uint32_t> group_starts;                  // scratch, while runs are made
  std::vector<double> values;                          // scratch: value of every kept row
  std::vector<uint32_t> starts, next;                  // scratch: where each slot's rows are
  std::vector<std::vector<uint32_t>> merged;           // scratch: ids of merged entities, by column
};

// A dictionary's texts by code, loaded when a plan filters on it.
struct Dictionaries {
  std::function<const std::vector<std::string>&(const ColumnRef&)> texts;
};

class ScanProgram {
 public:
  // `pass` of plan.passes covers a range of buckets; sums and counts run in pass 0 only.
  ScanProgram(const GatherPlan& plan, const CollectorLayout& layout, const Project& project,
              const Source& source, const DataFacts& facts, const Dictionaries& dictionaries,
              const Merges& merges, int pass);

  // Stored columns in the order the kernel wants them, after ts and event.
  const std::vector<std::string>& columns() const { return columns_; }
  // Codes of the events that matter; empty when all do.
  const std::vector<uint32_t>& event_codes() const { return event_codes_; }
  // The instants that matter, [first, last).
  int64_t first_us() const { return first_us_; }
  int64_t last_us() const { return last_us_; }

  // Thread safe for distinct `state`s.
  void Run(const Chunk& chunk, ThreadState& state) const;

 private:
  struct Task {
    size_t collector;  // into ThreadState::collectors
    int grid;
    int entity = -1;
    int other = -1;
    const Number* value = nullptr;
    int file = -1, sequence = -1;  // timelines only
  };
  struct Breakdown {              // all tasks that tell rows apart by the same dimensions
    std::vector<int> columns;     // into columns_; -1: the source lacks it
    std::vector<uint32_t> sizes;  // codes per dimension, without the null
    std::vector<Task> tasks;
  };
  struct Step {  // all tasks of one event and one filter
    const Condition* filter = nullptr;
    std::vector<Breakdown> breakdowns;
  };

  int ColumnOf(const std::string& stored);
  Task MakeTask(size_t collector, const Accumulator& accumulator, const Feed& feed,
                const ExprInput& input);
  Breakdown& BreakdownOf(Step& step, const Accumulator& accumulator, const Feed& feed,
                         const ExprInput& input);
  void Prepare(ThreadState& state) const;
  void ApplyMerges(Chunk& chunk, ThreadState& state) const;
  void RunChunk(const Chunk& chunk, ThreadState& state) const;
  void FindPeriods(const Chunk& chunk, ThreadState& state) const;
  void SortBySlot(const Chunk& chunk, ThreadState& state) const;
  void RunStep(const Step& step, const Chunk& chunk, Selection rows, ThreadState& state) const;
  void RunTask(const Task& task, const Chunk& chunk, Selection rows, std::span<const GroupRun> runs,
               ThreadState& state) const;
  Selection SortByGroup(const Breakdown& breakdown, const Chunk& chunk, Selection rows,
                        ThreadState& state) const;

  const GatherPlan& plan_;
  const CollectorLayout& layout_;
  const Source& source_;
  int pass_;
  std::vector<std::string> columns_;
  std::vector<const std::vector<uint32_t>*> merges_;  // by column; null: ids count as themselves
  bool any_merges_ = false;
  std::vector<uint32_t> event_codes_;
  std::vector<int> slot_of_event_;  // event code → slot, -1: of no interest
  std::vector<std::vector<Step>> slots_;
  std::vector<std::unique_ptr<Condition>> conditions_;
  std::vector<std::unique_ptr<Number>> numbers_;
  int64_t first_us_ = 0, last_us_ = 0;
};

}  // namespace northstar::kernel
