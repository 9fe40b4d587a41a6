#include "engine/duckdb/arrival_runs.h"

#include <algorithm>

#include "base/crash_point.h"
#include "sql/duckdb/arrival_sql.h"

namespace northstar::duck {
namespace {

constexpr int64_t kMostRows = 2'000'000;
// Two of DuckDB's groups of rows: fewer gain nothing.
constexpr int64_t kLeastRows = 2 * 122'880;
constexpr int64_t kShare = 10;

}  // namespace

bool ArrivalRuns::IsDue() const {
  const int64_t waiting = end - clustered;
  const int64_t most = TestNumber("run.rows", kMostRows);
  return waiting > most || (waiting > kLeastRows && waiting * kShare > end);
}

Status ClusterOne(Connection& db, const std::string& source, std::mutex& storing,
                  ArrivalRuns& runs) {
  const int64_t to = std::min(runs.end, runs.clustered + kMostRows);
  const std::scoped_lock lock(storing);
  CrashPoint("cluster.begin");
  const Status status = db.RunAll(statement::ClusterRun(source, runs.clustered, to));
  if (!status.ok()) {
    (void)db.Run(statement::kRollback);
    return status;
  }
  CrashPoint("cluster.committed");
  runs.clustered = to;
  return Status::Ok();
}

}  // namespace northstar::duck
