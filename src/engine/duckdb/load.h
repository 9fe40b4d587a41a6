// Files → stored events. One transaction per source: either everything that is new about a source
// is stored, or the database is as it was. storage.h names the tables.
//
// Loading a source goes in steps, a file of this folder each: what is new (source_files), rows into
// a temporary table (file_stage), how its cells are read (cell_reading), which rows repeat others
// and what is stored (row_store), what could not be read (load_rejects), and which rows lie where
// nobody expects them (far_rows).
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "engine/engine.h"
#include "model/project.h"

namespace northstar::duck {

struct RejectReason {
  std::string reason;
  int64_t rows = 0;
  std::string example;  // the offending text of one row
  int64_t row = 0;      // its number in its file
  std::string file;
  std::string hint;  // how such cells could be read; may be empty
};

struct LoadSummary {
  std::string source;
  int new_files = 0, grown_files = 0, changed_files = 0, same_files = 0, gone_files = 0;
  int moved_files = 0;    // the same content under another name
  int removed_files = 0;  // whose rows were removed: no longer asked for, or pruned
  int64_t read = 0, kept = 0, filtered = 0, duplicate = 0, rejected = 0;
  int64_t future = 0;                 // kept rows of the whole source that are dated after now
  int64_t gaps = 0, overlaps = 0;     // wall-clock times that never were, or were twice
  std::vector<RejectReason> reasons;  // most frequent first
  std::string rejects_path;           // empty when nothing was rejected
  std::vector<std::string> notes;     // "a.csv is empty"
  double seconds = 0;
  bool reloaded = false;  // everything was read anew
};

struct LoadOptions {
  bool full_refresh = false;
  bool prune = false;  // remove the rows of files that are gone
  int64_t now_us = 0;
  ProgressListener progress;
};

// What decides how the rows of a source are read, as a hash; a change means reading everything
// anew.
std::string SourceDefinition(const Project& project, const Source& source);

// REQUIRES: PrepareCatalog and RegisterFunctions were called on this database.
// On failure the error says why, and the database holds of this source what it held before.
Result<LoadSummary> LoadSource(Connection& connection, const Project& project, const Source& source,
                               const LoadOptions& options);
// A series source; always read anew, because it is small.
Result<LoadSummary> LoadSeries(Connection& connection, const Project& project, const Source& source,
                               const LoadOptions& options);

}  // namespace northstar::duck
