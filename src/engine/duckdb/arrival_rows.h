// Events that arrived, written into a temporary table (sql/duckdb/arrival_sql.h) as fast as DuckDB
// takes them. They are there after Flush. For one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/arrivals.h"
#include "engine/duckdb/database.h"

struct _duckdb_appender;

namespace northstar::duck {

class ArrivalRows {
 public:
  // Of the source with this number; makes the table anew.
  static Result<ArrivalRows> Make(Connection& connection, size_t source, size_t paths);

  Status Add(const Arrival& arrival);
  Status Flush();
  // The table is empty afterwards, whatever was added.
  Status Clear();

 private:
  struct CloseAppender {
    void operator()(_duckdb_appender* appender) const;
  };
  struct DestroyChunk {
    void operator()(_duckdb_data_chunk* chunk) const;
  };
  ArrivalRows(Connection& connection, size_t source, size_t paths)
      : db_(&connection), source_(source), paths_(paths) {}
  Status Open();
  Status AppendChunk();
  void SetText(size_t column, std::string_view text);

  Connection* db_;
  size_t source_, paths_;
  std::unique_ptr<_duckdb_appender, CloseAppender> appender_;
  std::unique_ptr<_duckdb_data_chunk, DestroyChunk> chunk_;
  uint64_t rows_ = 0;  // of the chunk
};

// Rows into a table that is there, within the caller's transaction: of two texts, or of one text,
// which is the same in all of them, and two numbers.
Status AppendPairs(Connection& connection, const std::string& table,
                   std::span<const std::pair<std::string, std::string>> rows);
// ns_same and the touched keys of an entity (sql/duckdb/identities_sql.h), both ends of each pair.
Status AppendSameKeys(Connection& connection,
                      std::span<const std::pair<std::string, std::string>> rows);
Status AppendTouched(Connection& connection, const std::string& entity,
                     std::span<const std::pair<std::string, std::string>> pairs);
Status AppendIds(Connection& connection, const std::string& table, const std::string& source,
                 std::span<const std::pair<int32_t, uint64_t>> rows);

}  // namespace northstar::duck
