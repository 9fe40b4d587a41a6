// GatherPlan + source → ScanProgram: the columns to read and, per event, the loops to run on every
// chunk. Immutable while a scan runs; each thread brings its own ThreadState.
//
// A chunk goes through four steps: local periods of all rows, one counting sort by event, each
// event's filters, then one loop per (filter, accumulator).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/duckdb/kernel/kernel_expr.h"
#include "engine/duckdb/kernel/states.h"
#include "plan/gather_plan.h"

namespace northstar::kernel {

// Where each accumulator's figures are kept. Accumulators share sets of entities: "active" and
// "active twice" read two planes of one set, "active by A or B" adds up the sets of A and B.
struct StateLayout {
  struct Physical {
    std::string key;      // what decides that two sets are the same
    uint32_t planes = 1;  // the highest threshold that is asked of it
  };
  explicit StateLayout(const GatherPlan& plan);
  std::vector<Physical> physical;
  // By accumulator and feed; accumulators that are no sets have one state for all feeds.
  std::vector<std::vector<size_t>> states;
  std::vector<bool> shared;  // by accumulator: it is kept in shared sets
};

struct ThreadState {
  std::vector<State> states;                  // by StateLayout::physical
  std::vector<std::vector<int32_t>> periods;  // scratch: period of every row, per grid
  std::vector<uint16_t> sorted;               // scratch: rows by slot
  std::vector<uint16_t> kept;                 // scratch: rows that pass a filter
  std::vector<uint32_t> groups;               // scratch: group of every kept row
  std::vector<uint32_t> starts, next;         // scratch: where each slot's rows are
  bool overflow = false;                      // a value did not fit its fixed-point scale
};

// A dictionary's texts by code, loaded when a plan filters on it.
struct Dictionaries {
  std::function<const std::vector<std::string>&(const ColumnRef&)> texts;
};

class ScanProgram {
 public:
  // `pass` of plan.passes covers a range of buckets; sums and counts run in pass 0 only.
  ScanProgram(const GatherPlan& plan, const StateLayout& layout, const Project& project,
              const Source& source, const DataFacts& facts, const Dictionaries& dictionaries,
              int pass);

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
    size_t accumulator;
    size_t state;  // into ThreadState::states
    uint32_t planes = 1;
    int grid;
    std::vector<int> by_columns;     // into columns_; -1: the source lacks it
    std::vector<uint32_t> by_sizes;  // codes per dimension, without the null
    int entity = -1;
    int other = -1;
    const Number* value = nullptr;
  };
  struct Step {  // all tasks of one event and one filter
    const Condition* filter = nullptr;
    std::vector<Task> tasks;
  };

  int ColumnOf(const std::string& stored);
  Task MakeTask(size_t index, size_t feed, const Accumulator& accumulator, const ExprInput& input);
  void RunStep(const Step& step, const Chunk& chunk, Selection rows, ThreadState& state) const;
  void RunTask(const Task& task, const Chunk& chunk, Selection rows, ThreadState& state) const;
  void FindGroups(const Task& task, const Chunk& chunk, Selection rows, ThreadState& state) const;
  template <uint32_t kPlanes>
  void FillSets(const Task& task, const Chunk& chunk, Selection rows, ThreadState& state) const;
  template <typename Visit>
  void ForEach(const Task& task, Selection rows, const ThreadState& state, Visit visit) const;

  const GatherPlan& plan_;
  const StateLayout& layout_;
  const Source& source_;
  int pass_;
  std::vector<EntitySpace> spaces_;  // by accumulator
  std::vector<std::string> columns_;
  std::vector<uint32_t> event_codes_;
  std::vector<int> slot_of_event_;  // event code → slot, -1: of no interest
  std::vector<std::vector<Step>> slots_;
  std::vector<std::unique_ptr<Condition>> conditions_;
  std::vector<std::unique_ptr<Number>> numbers_;
  int64_t first_us_ = 0, last_us_ = 0;
};

// The room that an accumulator's entities need in a pass.
EntitySpace SpaceOf(const Accumulator& accumulator, const DataFacts& facts, int pass, int passes);

}  // namespace northstar::kernel
