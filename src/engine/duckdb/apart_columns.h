// Columns of a relation below the rows that are staged of it: what is computed once, however often
// expressions name it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "sql/duckdb/stage_row_sql.h"

namespace northstar::duck {

class ApartColumns {
 public:
  // Columns are called by the prefix and a number.
  explicit ApartColumns(const char* prefix) : prefix_(prefix) {}

  // The column that holds the expression, both as SQL.
  std::string Of(const std::string& expression) {
    auto at = std::find(expressions_.begin(), expressions_.end(), expression);
    if (at == expressions_.end()) at = expressions_.insert(expressions_.end(), expression);
    return prefix_ + std::to_string(at - expressions_.begin());
  }
  // The relation with them; itself where there are none.
  std::string Over(const std::string& relation) const {
    return sql::duckdb::WithColumns(relation, expressions_, prefix_);
  }

 private:
  const char* prefix_;
  std::vector<std::string> expressions_;
};

}  // namespace northstar::duck
