#include "engine/duckdb/appended_rows.h"

#include <duckdb.h>

#include "sql/duckdb/identities_sql.h"

namespace northstar::duck {
namespace {

Error Refused(duckdb_appender appender) {
  const char* why = duckdb_appender_error(appender);
  return Error::Data(std::string("cannot keep what arrived: ") + (why != nullptr ? why : ""));
}

enum class Kept { kStored, kTemporary };

// `append` ends each row that it makes.
template <typename Pair, typename AppendPair>
Status AppendAll(Connection& connection, Kept kept, const std::string& table,
                 std::span<const Pair> rows, AppendPair append) {
  if (rows.empty()) return Status::Ok();
  duckdb_appender appender = nullptr;
  Status status;
  const char* catalog = kept == Kept::kTemporary ? "temp" : nullptr;
  if (duckdb_appender_create_ext(connection.handle(), catalog,
                                 catalog == nullptr ? nullptr : "main", table.c_str(),
                                 &appender) == DuckDBError)
    status = Refused(appender);
  for (const Pair& row : rows) {
    if (!status.ok()) break;
    if (append(appender, row) == DuckDBError) status = Refused(appender);
  }
  if (status.ok() && duckdb_appender_close(appender) == DuckDBError) status = Refused(appender);
  duckdb_appender_destroy(&appender);
  return status;
}

void AppendText(duckdb_appender appender, const std::string& text) {
  duckdb_append_varchar_length(appender, text.data(), text.size());
}

duckdb_state AppendPair(duckdb_appender appender, const std::pair<std::string, std::string>& pair) {
  AppendText(appender, pair.first);
  AppendText(appender, pair.second);
  return duckdb_appender_end_row(appender);
}

}  // namespace

Status AppendIds(Connection& connection, const std::string& table, const std::string& source,
                 std::span<const std::pair<int32_t, uint64_t>> rows) {
  return AppendAll(connection, Kept::kStored, table, rows,
                   [&](duckdb_appender appender, const auto& row) {
                     AppendText(appender, source);
                     duckdb_append_int32(appender, row.first);
                     duckdb_append_uint64(appender, row.second);
                     return duckdb_appender_end_row(appender);
                   });
}

Status AppendPairs(Connection& connection, const std::string& table,
                   std::span<const std::pair<std::string, std::string>> rows) {
  return AppendAll(connection, Kept::kStored, table, rows, AppendPair);
}

Status AppendSameKeys(Connection& connection,
                      std::span<const std::pair<std::string, std::string>> rows) {
  return AppendAll(connection, Kept::kTemporary, statement::kSameKeys, rows, AppendPair);
}

Status AppendTouched(Connection& connection, const std::string& entity,
                     std::span<const std::pair<std::string, std::string>> pairs) {
  return AppendAll(connection, Kept::kTemporary, statement::TouchedTable(entity), pairs,
                   [](duckdb_appender appender, const auto& pair) {
                     AppendText(appender, pair.first);
                     if (duckdb_appender_end_row(appender) == DuckDBError) return DuckDBError;
                     AppendText(appender, pair.second);
                     return duckdb_appender_end_row(appender);
                   });
}

}  // namespace northstar::duck
