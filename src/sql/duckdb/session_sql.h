// Statements about a connection: its transaction, its limits, and the scan of the kernel.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

inline constexpr const char* kBegin = "begin transaction";
inline constexpr const char* kCommit = "commit";
inline constexpr const char* kRollback = "rollback";
// Progress is counted, and not drawn.
inline constexpr const char* kCountProgress = "set enable_progress_bar = true";
inline constexpr const char* kDrawNoProgress = "set enable_progress_bar_print = false";

Text SetMemoryLimit(int64_t bytes);
// A copy of the database, in a file that is not there yet: attached, filled, and let go.
Text AttachCopy(const std::string& path);
Text CurrentDatabase();
Text CopyDatabase(const std::string& database);
Text DetachCopy();
// All that was committed stands in the file; and stays as it is when the database is closed.
Text Checkpoint();
Text KeepFileAsItIs();
// One number.
Text ThreadCount();
// (id, key) of a dictionary.
Text DictionaryEntries(const std::string& table);

// Hands rows to the run of the kernel that ns_gather knows by its number.
struct KernelScan {
  int64_t run = 0;
  std::string source;
  // Of the stored events, beside time and event.
  std::vector<std::string> columns;
  // [first_us, last_us).
  int64_t first_us = 0, last_us = 0;
  // Empty: all events.
  std::vector<uint32_t> event_codes;
};
Text ScanForKernel(const KernelScan& scan);

}  // namespace northstar::sql::duckdb
