// Rows into a table that is there, within the caller's transaction: of two texts, or of one text,
// which is the same in all of them, and two numbers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "engine/duckdb/database.h"

namespace northstar::duck {

Status AppendPairs(Connection& connection, const std::string& table,
                   std::span<const std::pair<std::string, std::string>> rows);
// ns_same and the touched keys of an entity (sql/duckdb/identities_sql.h), both ends of each pair.
Status AppendSameKeys(Connection& connection,
                      std::span<const std::pair<std::string, std::string>> rows);
Status AppendTouched(Connection& connection, const std::string& entity,
                     std::span<const std::pair<std::string, std::string>> pairs);
Status AppendIds(Connection& connection, const std::string& table, const std::string& source,
                 std::span<const std::pair<int32_t, uint64_t>> rows);

}  // namespace northstar::duck
