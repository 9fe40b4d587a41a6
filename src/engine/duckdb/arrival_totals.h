// What is stored of a source of arrivals, in sums: rows by verdict, by event and by day. The
// folding thread alone stores rows of it, so they are known in memory, and a transaction writes
// those that it changes.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "engine/arrivals.h"
#include "engine/duckdb/database.h"
#include "sql/duckdb/arrival_sql.h"

namespace northstar::duck {

// What the stage holds, in one look at it. Days are those of UTC since 1970.
struct StageTotals {
  FoldCounts counts;      // but for why rows were rejected
  int64_t new_names = 0;  // of events of kept rows that have no number yet
  // Of kept rows.
  std::map<std::string, int64_t> events;
  std::map<int64_t, statement::DayRows> days;
};
Result<StageTotals> CountStage(Connection& connection);

// For one thread.
class ArrivalTotals {
 public:
  static Result<ArrivalTotals> Read(Connection& connection, const std::string& source);

  // Rows that were read, whatever became of them.
  int64_t rows() const;
  // Writes the sums with these added, within the caller's transaction; and takes them over once it
  // is over.
  Status Store(Connection& connection, const StageTotals& added) const;
  void Add(const StageTotals& added);

 private:
  explicit ArrivalTotals(std::string source) : source_(std::move(source)) {}

  std::string source_;
  statement::ArrivalCounts counts_;
  std::map<std::string, int64_t> events_;
  std::map<int64_t, statement::DayRows> days_;
};

}  // namespace northstar::duck
