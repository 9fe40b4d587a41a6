// Sources of events that arrive, whose definition changed and whose events are not kept as they
// were sent: the stored rows take the new columns, empty, and lose those that are gone. Internal to
// the warehouse.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "model/project_ref.h"

namespace northstar::duck {

// As of Warehouse::Redefine. REQUIRES: PrepareCatalog; nobody else stores rows meanwhile.
Result<std::vector<std::string>> RedefineArrivals(Connection& db, const Project& project);

}  // namespace northstar::duck
