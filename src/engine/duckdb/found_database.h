// Tables of a database → the profiles of their columns. Of each as many rows are copied to a file
// and looked at as a profile needs; nothing in the database changes. Internal to looking at data.
#pragma once

#include <string>
#include <vector>

#include "engine/cancel_token.h"
#include "engine/duckdb/scratch.h"
#include "engine/found_tables.h"

namespace northstar::duck {

// So many rows of a table are looked at.
inline constexpr int64_t kMostRowsOfTable = 300'000;

// `address` as a project writes it, relative to the working directory; `name` stands before the
// names of its tables, empty for none. Tables without rows, and those that cannot be read, become
// others. kUsage and kData as databases::ReadAddress and ListTables. `cancel` may be null.
Status FindInDatabase(const std::string& address, const std::string& name, Scratch& scratch,
                      CancelToken* cancel, FoundTables& found);

}  // namespace northstar::duck
