// Files → stored events. One transaction per source: either everything that is new about a source
// is stored, or the database is as it was. storage.h names the tables.
//
// Loading a source goes in steps, a file of this folder each: what is new (source_files), rows into
// a temporary table (file_stage), how its cells are read (cell_reading), which rows repeat others
// and what is stored (row_store), what could not be read (load_rejects), and which rows lie where
// nobody expects them (far_rows).
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "engine/cancel_token.h"
#include "engine/duckdb/database.h"
#include "engine/engine.h"
#include "engine/warehouse.h"
#include "model/project_ref.h"
#include "model/source.h"

namespace northstar::duck {

struct LoadOptions {
  bool full_refresh = false;
  bool prune = false;  // remove the rows of files that are gone
  int64_t now_us = 0;
  ProgressListener progress;
  CancelToken* cancel = nullptr;  // may be null
  // Held while rows are stored, by everybody who gives ids to what is new; may be null.
  std::mutex* storing = nullptr;
};

// What decides how the rows of a source are read, as a hash; a change means reading everything
// anew.
std::string SourceDefinition(const Project& project, const Source& source);
// The same of a source of events that arrive, and behind it which files they look up, by size and
// time: rows hold what they found there.
std::string ArrivalDefinition(const Project& project, const Source& source);

// REQUIRES: PrepareCatalog and RegisterFunctions were called on this database.
// On failure the error says why, and the database holds of this source what it held before.
Result<LoadSummary> LoadSource(Connection& connection, const Project& project, const Source& source,
                               const LoadOptions& options);
// A series source; always read anew, because it is small.
Result<LoadSummary> LoadSeries(Connection& connection, const Project& project, const Source& source,
                               const LoadOptions& options);

}  // namespace northstar::duck
