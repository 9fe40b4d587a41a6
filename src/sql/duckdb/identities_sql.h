// Which keys of an entity are one and the same: the pairs that sources give, and what follows.
#pragma once

#include <string>

#include "sql/dialect.h"
#include "sql/duckdb/rows_sql.h"

namespace northstar::sql::duckdb {

// The pairs (from_key, to_key) of a source, without any.
Text CreatePairs(const std::string& source);
// Of the rows of a relation that `kept` holds for; the texts `from` and `to` must both be there.
Text InsertPairs(const std::string& source, const std::string& relation, const std::string& from,
                 const std::string& to, const std::string& kept);
// One number.
Text CountPairs(const std::string& source);
Text PairsOf(const std::string& source);

// The two columns of pairs.
inline constexpr const char* kFromKey = "from_key";
inline constexpr const char* kToKey = "to_key";
// (whether all keys are whole numbers, keys with a point); and removes the ".0" of data frames.
Text WholePairs(const std::string& source, const std::string& column);
Text StripPairPoints(const std::string& source, const std::string& column);

// A row when there is any.
Text FindPair(const std::string& source);

// (key, same): keys that count as another one, and that.
inline constexpr const char* kSameKeys = "ns_same";
Text CreateSameKeys();
Text DropSameKeys();
Text CreateDictionary(const std::string& entity);
// Codes for those who never did anything under the key that stands for them.
Text AddRepresentatives(const std::string& entity);
// (id, the id it counts as) of an entity, out of ns_same; and these.
Text CreateMerges(const std::string& entity);
Text AddMerges(const std::string& entity);
Text MergesOf(const std::string& entity);

// (key): keys of an entity for which something is new; a temporary table.
std::string TouchedTable(const std::string& entity);
Text CreateTouched(const std::string& entity);
// One number.
Text CountTouched(const std::string& entity);
// The keys of this column of the stage that the dictionary lacks.
Text TouchNewKeys(const KeyColumn& key);
// Those that a pair of this source joins to one that is there.
Text TouchNeighbors(const std::string& entity, const std::string& source);
// REQUIRES: both ends of a pair are there, or neither.
Text TouchedPairs(const std::string& entity, const std::string& source);
Text DeleteTouchedMerges(const std::string& entity);

}  // namespace northstar::sql::duckdb
