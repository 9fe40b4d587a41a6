// How programs that take ids for numbers write them: data frames add ".0", spreadsheets round.
// Regular expressions of a whole cell, for SQL between single quotes. Internal to sql/duckdb.
#pragma once

namespace northstar::sql::duckdb {

inline constexpr const char* kWholeIdPattern = "[-+]?[0-9]+(\\.0)?";
inline constexpr const char* kRoundedIdPattern = "[0-9](\\.[0-9]+)?[eE]\\+[0-9]{2}";

}  // namespace northstar::sql::duckdb
