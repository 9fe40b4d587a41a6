// A model in SQL, run in a process of its own for its rows: the side that starts it and waits.
// What the process may do is said in sql_child.h.
//
// It leaves out when a model is run again, and whether its rows differ from those before: the same
// files and text give the same bytes, with one thread and no random().
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "engine/duckdb/sql_child.h"

namespace northstar::duck {

struct SqlModelCall {
  // The project's folder, and the file with the SELECT below it, as messages name it.
  std::string root, file;
  // The Parquet file that is written, whole or not at all; what was there before is replaced. Its
  // folder is there and out of reach for models, such as target/.
  std::string output;
  // As in SqlModelRun.
  int64_t memory = int64_t{1} << 30;
  int threads = 1;
  int64_t most_bytes = int64_t{64} << 30;
  // Of all of it.
  std::chrono::milliseconds limit = std::chrono::minutes(10);
  // Asked some twenty times a second, on the calling thread; empty: never.
  std::function<bool()> cancelled = {};
  // What is started as "PROGRAM sql-model …": this program.
  std::string program = "/proc/self/exe";
};

// Waits for the model's process and leaves none behind; beside the output it needs a folder called
// OUTPUT.work, which it empties before and removes after. kData: the model was refused or failed
// (the message begins with its file, line and column), took too long, used too much memory, or was
// canceled (IsInterruption of database.h). Thread safe, one call per output at a time.
Result<SqlModelRows> RunSqlModelInChild(const SqlModelCall& call);

}  // namespace northstar::duck
