// Events that arrived → the stored events of their sources (engine/arrivals.h). They go through the
// stage of loading, from a temporary table in place of a file; what a load does by reading all that
// is stored (repeats, statistics) is done here by what was added.
#pragma once

#include <memory>
#include <mutex>

#include "engine/arrivals.h"
#include "engine/duckdb/database.h"
#include "model/project_ref.h"

namespace northstar::duck {

// So many days a message id is remembered, and so many ids at most.
inline constexpr int kRememberedDays = 30;
inline constexpr int64_t kMostRemembered = 100'000'000;

// Makes the tables that the project's sources of arrivals need. `storing`: held by everybody who
// stores rows, while they do. Both outlive the fold.
// REQUIRES: PrepareCatalog and RegisterFunctions were called on this database.
Result<std::unique_ptr<ArrivalFold>> OpenFold(std::unique_ptr<Connection> connection,
                                              const ProjectRef& project, FoldUse use,
                                              std::mutex& storing);

}  // namespace northstar::duck
