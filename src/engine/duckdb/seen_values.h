// Which values of a dimension or an entity stored rows have. A dictionary alone does not tell: it
// keeps the values of rows that are gone. Answers are kept, since the data of an open engine do not
// change; not thread safe.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/duckdb/database.h"

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
  // A loaded source's rows with the column; the dictionary is empty where it holds texts itself.
  struct Place {
    std::string table, column, dictionary;
  };
  static std::vector<Place> PlacesOf(const Project& project, const DataFacts& facts,
                                     const ColumnRef& column);

  Connection& connection_;
  std::map<std::pair<std::string, std::string>, bool> occurs_;  // by (column, value)
  std::map<std::string, std::vector<ValueCount>> counts_;       // by column
};

}  // namespace northstar::duck
