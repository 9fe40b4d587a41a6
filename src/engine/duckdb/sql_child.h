// A model in SQL, run in a process that is of no other use: what the child that sql_model.h starts
// does. A model is exactly one SELECT; what comes of it is one Parquet file.
//
// What a model may read is the project's folder: the root's entries without "target" and those that
// begin with ".", and nothing that a symbolic link leads to outside of them. What it may change is
// nothing. Several measures see to that, each of which would do for most of it:
//
//   1. its syntax tree: DuckDB must be able to print the text as one SELECT, which may call no
//      table function but those that read and count (a SELECT of enable_logging() or
//      enable_profiling() writes files, and query() runs text), and no database in a file;
//   2. DuckDB prepares it as one statement of the kind SELECT, without parameters;
//   3. the database is in memory, may reach the entries above alone, loads no extension, and takes
//      no setting any more. A second database that never sees the model writes the rows;
//   4. the process: limits of memory, of bytes written and of time, no variables of the
//   environment,
//      nothing executed with more rights, ended with its parent;
//   5. where the kernel has Landlock (Linux 5.13): it reads those entries and writes its work
//   folder
//      only, whatever DuckDB takes a path for.
//
// Rows keep their types as far as Parquet has them: integers of 128 bits become DECIMAL(38,0) (as
// part of a list or a struct, doubles), enumerations and bits become texts. It leaves out dot files
// deeper than the root, which a model may read, and hard links.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace northstar::duck {

// The name of the file with the rows, in SqlModelRun::work.
inline constexpr const char* kSqlModelRows = "rows.parquet";

struct SqlModelRun {
  // The project's folder.
  std::string root;
  // The file with the SELECT, relative to `root` or below it, as it is named in messages. At most
  // 1 MB of UTF-8.
  std::string file;
  // A folder that is there, empty and of nobody else's concern, outside of what the model may read.
  std::string work;
  // Of both databases together, in bytes.
  int64_t memory = int64_t{1} << 30;
  // 0: all. With more than one, rows that no ORDER BY orders come in any order.
  int threads = 1;
  // What a file of it may have, and what it may spill.
  int64_t most_bytes = int64_t{64} << 30;
  // Until it ends itself; its parent should have ended it by then. 0: never.
  int seconds = 0;
  // The process that is to be its parent; 0: any.
  int parent = 0;
};
struct SqlModelRows {
  int64_t rows = 0;
};

// Runs the model and writes its rows. kData where it is refused or fails: the message begins with
// "models/orders.sql:3:14: " where DuckDB tells the place, else "models/orders.sql: "; columns
// count code points.
//
// It changes the process for good (working directory, limits, what may be read): call it once, in a
// process that has a single thread and ends after it.
Result<SqlModelRows> RunSqlModel(const SqlModelRun& run);

// What the child prints: one line of JSON in ASCII, read by RunSqlModelInChild.
std::string SqlModelAnswer(const Result<SqlModelRows>& result);

// What of a project's folder a model may read, as absolute paths without links. A folder stands as
// a whole, with "/" at its end, unless a link below it leads outside; then what is in it stands one
// by one, so that no pattern is matched there. Names that are not UTF-8 are left out.
struct ReadableEntries {
  std::vector<std::string> folders, files;
  // Links that lead outside, relative to the root, sorted.
  std::vector<std::string> outside;
};
// kData where the folder cannot be read, or holds more than a million entries.
Result<ReadableEntries> FindReadableEntries(const std::string& root);

}  // namespace northstar::duck
