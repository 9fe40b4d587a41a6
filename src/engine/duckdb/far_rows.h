// Rows that lie where nobody expects them: far from all others, or ahead of now. They are kept;
// what is said here is which they are.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "model/project_ref.h"
#include "model/source.h"
#include "plan/data_extent.h"

namespace northstar::duck {

// Writes the record of rows by day after a source's rows changed.
Status RefreshDays(Connection& connection, const std::string& source);
Result<std::vector<DayRows>> ReadDays(Connection& connection, const std::string& source);

// Of the kept rows, how many are dated after now; and a line for people about each kind of row out
// of place, naming some by file, row and value.
struct OutOfPlace {
  int64_t future = 0;
  std::vector<std::string> notes;
};
Result<OutOfPlace> FindOutOfPlace(Connection& connection, const Project& project,
                                  const Source& source, int64_t now_us);

}  // namespace northstar::duck
