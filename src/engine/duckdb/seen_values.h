// Which values of a dimension or an entity stored rows have. A dictionary alone does not tell: it
// keeps the values of rows that are gone. Answers are kept, since the data of an open engine do not
// change; not thread safe.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/duckdb/database.h"
#include "sql/duckdb/values_sql.h"

namespace northstar::duck {

class SeenValues {
 public:
  explicit SeenValues(Connection& connection) : connection_(connection) {}
  // See Engine::Occurs and Engine::CountValues.
  Result<bool> Occurs(const Project& project, const DataFacts& facts, const ColumnRef& column,
                      const std::string& value);
  Result<std::vector<ValueCount>> Count(const Project& project, const DataFacts& facts,
                                        const ColumnRef& column, size_t most);

 private:
  // Where loaded sources have the column.
  static std::vector<statement::ValuePlace> PlacesOf(const Project& project, const DataFacts& facts,
                                                     const ColumnRef& column);

  Connection& connection_;
  std::map<std::pair<std::string, std::string>, bool> occurs_;  // by (column, value)
  std::map<std::string, std::vector<ValueCount>> counts_;       // by column
};

}  // namespace northstar::duck
