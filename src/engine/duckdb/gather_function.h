// ns_gather(run, ts, event, columns…): the aggregate function through which DuckDB hands every row
// to a ScanProgram. Registered once per database; the first argument says which run is meant.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "engine/duckdb/kernel/program.h"

namespace northstar::kernel {

// The states of one pass: DuckDB may ask for more of them than it has threads.
class GatherRun {
 public:
  explicit GatherRun(const ScanProgram* program) : program_(program) {}

  const ScanProgram& program() const { return *program_; }
  // The next scan of the same pass adds to the same states.
  void SetProgram(const ScanProgram* program);
  ThreadState* Acquire();
  const std::vector<std::unique_ptr<ThreadState>>& states() const { return states_; }

 private:
  std::mutex mutex_;
  const ScanProgram* program_;
  std::vector<std::unique_ptr<ThreadState>> states_;
  size_t used_ = 0;
};

Status RegisterGatherFunction(duck::Connection& connection);
// A number under which ns_gather finds the run, valid until the handle is destroyed.
class RunHandle {
 public:
  explicit RunHandle(GatherRun* run);
  ~RunHandle();
  RunHandle(const RunHandle&) = delete;
  RunHandle& operator=(const RunHandle&) = delete;
  int64_t number() const { return number_; }

 private:
  int64_t number_;
};

}  // namespace northstar::kernel
