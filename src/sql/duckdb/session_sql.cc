#include "sql/duckdb/session_sql.h"

#include <fmt/format.h>

#include "sql/storage.h"

namespace northstar::sql::duckdb {

Text AttachCopy(const std::string& path) {
  return {fmt::format("attach {} as ns_copy", Quoted(path))};
}

Text CurrentDatabase() {
  return {"select current_database()"};
}

Text CopyDatabase(const std::string& database) {
  return {fmt::format("copy from database {} to ns_copy", Identifier(database))};
}

Text DetachCopy() {
  return {"detach ns_copy"};
}

Text Checkpoint() {
  return {"checkpoint"};
}

Text KeepFileAsItIs() {
  return {"pragma disable_checkpoint_on_shutdown"};
}

Text SetMemoryLimit(int64_t bytes) {
  return {fmt::format("set memory_limit = '{}B'", bytes)};
}

Text ThreadCount() {
  return {"select current_setting('threads')::bigint"};
}

Text DictionaryEntries(const std::string& table) {
  return {"select id, key from " + Identifier(table)};
}

Text ScanForKernel(const KernelScan& scan) {
  std::string columns = "ts, event";
  for (const std::string& column : scan.columns) columns += ", " + Identifier(column);
  std::string where = fmt::format(" where ts >= {} and ts < {}", scan.first_us, scan.last_us);
  if (!scan.event_codes.empty())
    where += fmt::format(" and event in ({})", fmt::join(scan.event_codes, ", "));
  return {fmt::format("select ns_gather($1::bigint, {}) from {}{}", columns,
                      Identifier(storage::EventsTable(scan.source)), where),
          {scan.run}};
}

}  // namespace northstar::sql::duckdb
