// Which ids of an entity count as another one: the pairs that sources give (identities.h), chained.
// All entities of a connected group count as one: the smallest key among those that are merged into
// no other, or of all where the group is a circle. So a group can be worked out without the others.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/duckdb/database.h"
#include "model/project.h"
#include "sql/duckdb/rows_sql.h"

namespace northstar::duck {

// Works out merge_<entity> anew, of every entity that has pairs. Runs in its own transaction.
// REQUIRES: RegisterFunctions was called on this database.
Status RefreshMerges(Connection& connection, const Project& project);

// The same where some pairs and keys were added: only their groups are worked out, within the
// caller's transaction. For one thread.
class GrowingMerges {
 public:
  // Outside of a transaction. Works out all of an entity whose merges are not stored yet.
  static Result<GrowingMerges> Open(Connection& connection, const Project& project);

  // In this order, once in a transaction: Begin when its pairs are stored, Touch for what is new,
  // Finish when its keys are stored.
  Status Begin();
  Status TouchPairs(const std::string& entity,
                    std::span<const std::pair<std::string, std::string>> fresh);
  // The keys of this column of the stage that its dictionary does not have yet.
  Status TouchNewKeys(const statement::KeyColumn& key);
  Status Finish();

 private:
  using Sources = std::map<std::string, std::vector<std::string>>;  // by entity
  GrowingMerges(Connection& connection, const Project& project)
      : db_(&connection), project_(&project) {}
  Status Grow(const std::string& entity, const std::vector<std::string>& sources);

  Connection* db_;
  const Project* project_;
  Sources paired_;  // in this transaction: with pairs
};

// id → the id that it counts as, by entity; only entities with merges.
Result<std::map<std::string, std::vector<uint32_t>>> ReadMerges(
    Connection& connection, const std::map<std::string, uint32_t>& ordinals);

}  // namespace northstar::duck
