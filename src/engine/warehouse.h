// Where a project's events are kept: load into it, see what there is, and open it for questions.
// One implementation per kind; the table in warehouses.cc is the only place outside of their
// folders that knows their names.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "engine/cancel_token.h"
#include "engine/engine.h"
#include "model/project.h"

namespace northstar {

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

struct LoadRequest {
  std::vector<std::string> sources;  // empty: all
  bool full_refresh = false;
  int64_t now_us = 0;
  ProgressListener progress;
  bool prune = false;  // remove the rows of files that are gone
};

// Which sources were never loaded, or under another definition, and which have files that changed.
struct LoadState {
  std::vector<std::string> never_loaded;
  std::vector<std::string> redefined;
  std::vector<std::string> changed;
};

// What one kind of warehouse can and another cannot.
struct Capabilities {
  bool loads_files = false;    // Load
  bool native_kernel = false;  // GatherEngine::kKernel
  bool reference_sql = false;  // GatherEngine::kSql
};

enum class WarehouseUse {
  kReading,  // several processes may at once
  kLoading,  // this process alone; questions of it go on while a load runs
};

// Thread safe; one load runs at a time.
class Warehouse {
 public:
  virtual ~Warehouse() = default;
  virtual Capabilities capabilities() const = 0;
  // Loads source after source, each in its own transaction; stops at the first that fails, and says
  // which were stored before it. REQUIRES: kLoading.
  virtual Result<std::vector<LoadSummary>> Load(const Project& project,
                                                const LoadRequest& request) = 0;
  virtual Result<LoadState> Inspect(const Project& project) = 0;
  // The data as they are now, for one thread; what is loaded later is not seen. Events after
  // `now_us` do not count for how far the data reach. `cancel` ends what it runs; may be null,
  // outlives it.
  virtual Result<std::unique_ptr<Engine>> Open(int64_t now_us = std::numeric_limits<int64_t>::max(),
                                               CancelToken* cancel = nullptr) = 0;
};

// The warehouse that the project names. `cancel` ends what it loads; may be null, outlives it.
Result<std::shared_ptr<Warehouse>> OpenWarehouse(const Project& project, WarehouseUse use,
                                                 CancelToken* cancel = nullptr);

}  // namespace northstar
