// Which values of a dimension or an entity stored rows have.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// Stored rows with the column; the dictionary is empty where it holds texts itself.
struct ValuePlace {
  std::string table, column, dictionary;
};
// A row when some row has the value.
Text FindValue(const ValuePlace& place, const std::string& value);
// (value, rows) over all places, the most frequent first, `most` at most. REQUIRES: a place.
Text CountValues(const std::vector<ValuePlace>& places, size_t most);

}  // namespace northstar::sql::duckdb
