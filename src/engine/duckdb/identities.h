// Entities that turn out to be one: which anonymous visitor is which user. Pairs are stored by key,
// as the files say them; what each entity counts as (merges.h) is worked out after every load, so
// that merges restate what was counted before them and files may come in any order.
#pragma once

#include "engine/duckdb/load.h"

namespace northstar::duck {

// An identities source; always read as a whole, because merges chain.
Result<LoadSummary> LoadIdentities(Connection& connection, const Project& project,
                                   const Source& source, const LoadOptions& options);

}  // namespace northstar::duck
