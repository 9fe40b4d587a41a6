// Events that arrive are stored a few thousand at a time, each time sorted, so that every part of
// the table holds every event and questions about one of them read all. Now and then the latest are
// made one sorted run, as a load would have stored them. Internal to the fold.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "engine/duckdb/database.h"

namespace northstar::duck {

// Places of a source in the order of arrival, from 0.
struct ArrivalRuns {
  // Rows at lower places lie in runs.
  int64_t clustered = 0;
  // One more than the place of the last row.
  int64_t end = 0;

  // Whether so many rows wait that it is worth it: two million, or a tenth of all.
  bool IsDue() const;
};
// Makes one run, of the longest waiting rows; in a transaction of its own. `storing`: held by
// everybody who stores rows.
Status ClusterOne(Connection& db, const std::string& source, std::mutex& storing,
                  ArrivalRuns& runs);

}  // namespace northstar::duck
