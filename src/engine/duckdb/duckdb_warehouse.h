// The DuckDB warehouse of a project: open it for questions, or load into it.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "engine/duckdb/load.h"
#include "engine/engine.h"

namespace northstar {

// Opens the loaded data for reading; several processes may do so at once. Events after `now_us` do
// not count for how far the data reach.
Result<std::unique_ptr<Engine>> OpenDuckDb(const Project& project,
                                           int64_t now_us = std::numeric_limits<int64_t>::max());

struct LoadRequest {
  std::vector<std::string> sources;  // empty: all
  bool full_refresh = false;
  int64_t now_us = 0;
  ProgressListener progress;
  bool prune = false;  // remove the rows of files that are gone
};
// Loads source after source, each in its own transaction; stops at the first that fails, and says
// which were stored before it.
Result<std::vector<duck::LoadSummary>> LoadDuckDb(const Project& project,
                                                  const LoadRequest& request);

// Which sources were never loaded, or under another definition, and which have files that changed.
struct LoadState {
  std::vector<std::string> never_loaded;
  std::vector<std::string> redefined;
  std::vector<std::string> changed;
};
Result<LoadState> InspectLoads(const Project& project);

// Ends a running query or load; safe to call from a signal handler.
void InterruptEngine();

}  // namespace northstar
