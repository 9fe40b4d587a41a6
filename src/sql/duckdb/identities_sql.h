// Which keys of an entity are one and the same: the pairs that sources give, and what follows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sql/dialect.h"

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

// ns_same: keys that count as another one, with the bucket of that.
struct SameKey {
  std::string key, same;
  int64_t bucket = 0;
};
Text CreateSameKeys();
Text InsertSameKeys(const std::vector<SameKey>& keys);
Text DropSameKeys();
Text CreateDictionary(const std::string& entity);
// Codes for those who never did anything under the key that stands for them.
Text AddRepresentatives(const std::string& entity);
// (id, the id it counts as) of an entity, out of ns_same; and these.
Text CreateMerges(const std::string& entity);
Text MergesOf(const std::string& entity);

}  // namespace northstar::sql::duckdb
