// Statements around a model in SQL (engine/duckdb/sql_child.h): what locks the database that runs
// it, what its syntax tree is, and what writes its rows. The model itself is never part of one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// Where a database puts what does not fit into its memory, and how much of it.
struct SpillLimits {
  std::string folder;
  int64_t most_bytes = 0;
};
Text SpillInto(const std::string& folder);
Text SpillAtMost(int64_t bytes);

// In order, once, before anything else runs: nothing outside of these folders (with "/" at the end)
// and files can be reached after it, beside the folder to spill into, and no setting changed. It
// does not keep a statement that writes from writing into them. Errors come as JSON, with the byte
// that they are about; times have no zone but UTC.
std::vector<Text> LockDatabase(const SpillLimits& spill, const std::vector<std::string>& folders,
                               const std::vector<std::string>& files);

// One cell: the tree of every statement of `query` as JSON, or what is wrong with it; only
// statements that select have one.
Text SyntaxTree(const std::string& query);

// The rows of a table function without parameters as a Parquet file, in their order.
struct ModelColumn {
  std::string name;
  // An integer of 128 bits, which Parquet would hold as a double: kept exact as a decimal of up to
  // 38 digits; more are an error.
  bool huge = false;
};
Text WriteModelRows(const std::string& function, const std::vector<ModelColumn>& columns,
                    const std::string& path);

}  // namespace northstar::sql::duckdb
