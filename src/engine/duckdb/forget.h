// Removes an entity from the stored events, and keeps it away: what is loaded or arrives later of a
// forgotten one is filtered. Internal to the warehouse.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "engine/forgetting.h"
#include "model/project_ref.h"
#include "model/source.h"
#include "sql/duckdb/rows_sql.h"

namespace northstar::duck {

// In one transaction. kUsage where the project has no such entity. REQUIRES: PrepareCatalog;
// nobody else stores rows meanwhile.
Result<Forgotten> ForgetEntity(Connection& db, const Project& project,
                               const ForgetRequest& request);

// Dictionary-coded columns of a source, as they are stored: entities, then dimensions.
std::vector<statement::KeyColumn> KeyColumnsOf(const Source& source);
// Kept rows of the stage that belong to a forgotten entity count as filtered.
Status FilterForgotten(Connection& db, const std::vector<statement::KeyColumn>& keys);
// Pairs of the source that name a forgotten entity go.
Status DropForgottenPairs(Connection& db, const Source& source);

// Makes the secret of the database's hashes where there is none; as hex.
Result<std::string> SecretOfHashes(Connection& db);

}  // namespace northstar::duck
