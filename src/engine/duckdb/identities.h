// Entities that turn out to be one: which anonymous visitor is which user. Pairs are stored by key,
// as the files say them; what each entity counts as is worked out anew after every load, so that
// merges restate what was counted before them and files may come in any order.
#pragma once

#include "engine/duckdb/load.h"

namespace northstar::duck {

// An identities source; always read as a whole, because merges chain.
Result<LoadSummary> LoadIdentities(Connection& connection, const Project& project,
                                   const Source& source, const LoadOptions& options);

// Resolves chains and cycles of all identities and writes merge_<entity>. All entities of a
// connected group count as one: the smallest key among those that are merged into no other, or of
// all where the group is a circle. Runs in its own transaction.
Status RefreshMerges(Connection& connection, const Project& project);

// id → the id that it counts as, by entity; only entities with merges.
Result<std::map<std::string, std::vector<uint32_t>>> ReadMerges(
    Connection& connection, const std::map<std::string, uint32_t>& ordinals);

}  // namespace northstar::duck
