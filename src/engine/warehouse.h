// Where a project's events are kept: load into it, see what there is, and open it for questions.
// One implementation per kind; the table in warehouses.cc is the only place outside of their
// folders that knows their names.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "engine/arrivals.h"
#include "engine/cancel_token.h"
#include "engine/engine.h"
#include "engine/forgetting.h"
#include "model/project_ref.h"

namespace northstar {

// Rows of one load that could not be read for one reason.
struct RejectReason {
  std::string reason;
  // So many of them; the members below are of one, as an example.
  int64_t rows = 0;
  // The offending text of one row; from the file, so it may hold anything.
  std::string example;
  // Its number in its file.
  int64_t row = 0;
  std::string file;
  // How such cells could be read; may be empty.
  std::string hint;
};

// What loading one source did. Counts of files and rows are of this load, unless they say
// otherwise.
struct LoadSummary {
  std::string source;
  // Files by what became of them since the last load; same_files were not read again.
  int new_files = 0, grown_files = 0, changed_files = 0, same_files = 0, gone_files = 0;
  // The same content under another name.
  int moved_files = 0;
  // Whose rows were removed: no longer asked for, or pruned.
  int removed_files = 0;
  // Rows: every one that was read is in one of the other four.
  int64_t read = 0, kept = 0, filtered = 0, duplicate = 0, rejected = 0;
  // Rows of earlier loads that gave way to newer ones of the same id, which are among those above.
  int64_t replaced = 0;
  // Kept rows of the whole source that are dated after now.
  int64_t future = 0;
  // Wall-clock times that never were, or were twice.
  int64_t gaps = 0, overlaps = 0;
  // Most frequent first.
  std::vector<RejectReason> reasons;
  // The file that lists them all; empty when nothing was rejected.
  std::string rejects_path;
  // Sentences for people, such as "a.csv is empty".
  std::vector<std::string> notes;
  // Of wall-clock time.
  double seconds = 0;
  // Everything was read anew.
  bool reloaded = false;
};

struct LoadRequest {
  // Names, in the order of loading; empty: all of the project. An unknown one is kUsage.
  std::vector<std::string> sources;
  // Read files again that did not change.
  bool full_refresh = false;
  // UTC: rows after it are kept and told of.
  int64_t now_us = 0;
  // May be empty.
  ProgressListener progress;
  // Remove the rows of files that are gone; else they stay.
  bool prune = false;
  // Ends this load; null: whoever opened the warehouse can.
  CancelToken* cancel = nullptr;
};

// Names of sources that were never loaded, or under another definition, or that have files that
// changed since: each in one list at most. All empty: nothing to do.
struct LoadState {
  bool any_loaded = false;  // a server makes the database before anything is
  std::vector<std::string> never_loaded;
  std::vector<std::string> redefined;
  std::vector<std::string> changed;
  // Of events that arrived, under another definition: only a server derives them again.
  std::vector<std::string> to_derive;
};

// What one kind of warehouse can and another cannot.
struct Capabilities {
  // Load works.
  bool loads_files = false;
  // Engine::Gather works, and Engine::reference.
  bool native_kernel = false;
  bool reference_sql = false;
};

enum class WarehouseUse {
  // Several processes may at once; a process that loads shuts them out.
  kReading,
  // This process alone; questions of it go on while a load runs.
  kLoading,
};

// Thread safe; one load runs at a time, others wait for it. What goes wrong with data, disk or
// engine is kData, with a hint where there is something to do. Engines that it opened may outlive
// it.
class Warehouse {
 public:
  virtual ~Warehouse() = default;
  virtual Capabilities capabilities() const = 0;
  // Loads source after source, each in its own transaction; stops at the first that fails, and says
  // which were stored before it. One summary per source that was asked for, in that order; a source
  // of a kind that is not readable yet gets a note. REQUIRES: kLoading.
  virtual Result<std::vector<LoadSummary>> Load(const Project& project,
                                                const LoadRequest& request) = 0;
  // What stores events that arrive, of all sources of the project that are such; one at a time.
  // Loads and folds wait for each other's transactions. kData where what they look up cannot be
  // read. REQUIRES: kLoading; the warehouse outlives it.
  virtual Result<std::unique_ptr<ArrivalFold>> OpenFold(const ProjectRef& project,
                                                        FoldUse use = FoldUse::kStoring) = 0;
  // Sources of events that arrive and are stored under another definition take the project's for
  // what arrives from now on, if they keep nothing as it was sent (raw: 0); rows that are there
  // stay, without what is new. Returns their names. REQUIRES: kLoading; no fold is open.
  virtual Result<std::vector<std::string>> Redefine(const Project& project) = 0;
  // What decides how the rows of a source are read, as a hash.
  virtual std::string DefinitionOf(const Project& project, const Source& source) const = 0;
  // Compares sizes and times of files with those that were loaded, without reading them; changes
  // nothing.
  virtual Result<LoadState> Inspect(const Project& project) = 0;
  // All of it as it is now, as a file of its own in the place of `path`; loads and folds go on.
  // kData where it cannot be written. REQUIRES: kLoading.
  virtual Status CopyTo(const std::string& path) = 0;
  // Rows, ids and pairs of the entity, in one transaction; what of it arrives or is loaded later is
  // not taken. kUsage where the project has no such entity. REQUIRES: kLoading.
  virtual Result<Forgotten> Forget(const Project& project, const ForgetRequest& request) = 0;
  // Where in an event that arrives the id of an entity stands: names of fields along each path.
  virtual Result<std::vector<std::vector<std::string>>> PathsOf(const Project& project,
                                                                const Source& source,
                                                                const std::string& entity) = 0;
  // The file anew, without what deleted rows left in it; needs room for both. Engines that are
  // open keep what they see. REQUIRES: kLoading; no fold is open.
  virtual Status Rewrite() = 0;
  // The data as they are now, for one thread; what is loaded later is not seen. Events after
  // `now_us` (UTC) do not count for how far the data reach. `cancel` ends what it runs; may be
  // null, outlives it. kData where nothing is loaded yet.
  virtual Result<std::unique_ptr<Engine>> Open(int64_t now_us = std::numeric_limits<int64_t>::max(),
                                               CancelToken* cancel = nullptr) = 0;
};

// The warehouse that the project names; kUsage for a kind that this version does not have. The
// files are opened at the first need, so an error may come later. `cancel` ends what it loads; may
// be null, outlives it.
Result<std::shared_ptr<Warehouse>> OpenWarehouse(const Project& project, WarehouseUse use,
                                                 CancelToken* cancel = nullptr);

// For a process that holds the data for others: from now on, as long as the warehouse lives,
// OpenWarehouse gives this one for the same path, whatever the use. An engine's file can be open
// once in a process.
Result<std::shared_ptr<Warehouse>> OpenSharedWarehouse(const Project& project);

}  // namespace northstar
