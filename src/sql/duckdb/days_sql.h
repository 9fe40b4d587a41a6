// The record of rows by day, and rows that lie where nobody expects them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

Text DeleteDays(const std::string& source);
// Counts the stored rows anew, by day of UTC.
Text InsertDays(const std::string& source);
// (day, rows, first_us, last_us), by day.
Text DaysOf(const std::string& source);

// Conditions on stored rows, for the statements below; ranges in microseconds, both ends included.
std::string IsAfter(int64_t us);
std::string IsWithinAny(const std::vector<std::pair<int64_t, int64_t>>& ranges);
// One number.
Text CountRowsWhere(const std::string& source, const std::string& condition);
// (file, number of the row from 1, time), the first `most` by time.
Text FirstRowsWhere(const std::string& source, const std::string& condition, int most);

}  // namespace northstar::sql::duckdb
