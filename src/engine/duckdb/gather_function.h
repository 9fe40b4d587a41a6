// ns_gather(run, ts, event, columns…): the aggregate function through which DuckDB hands every row
// to a ScanProgram of the kernel. Registered once per database; the first argument says which run
// is meant.
#pragma once

#include "engine/duckdb/database.h"
#include "engine/kernel/gather_run.h"

namespace northstar::duck {

Status RegisterGatherFunction(Connection& connection);
// A number under which ns_gather finds the run, valid until the handle is destroyed.
class RunHandle {
 public:
  explicit RunHandle(kernel::GatherRun* run);
  ~RunHandle();
  RunHandle(const RunHandle&) = delete;
  RunHandle& operator=(const RunHandle&) = delete;
  int64_t number() const { return number_; }

 private:
  int64_t number_;
};

}  // namespace northstar::duck
