// Scalar functions that loading adds to DuckDB: reading times in a zone, and entity buckets.
//
//   ns_bucket(text) → uinteger                 SipHash bucket, 0-63
//   ns_time(text, zone) → bigint               ISO 8601 or epoch text, packed; null if unreadable
//   ns_local(wall clock us, zone) → bigint     packed
// A packed time is us * 4 + LocalTimeNote; `zone` is a number from ZoneNumber.
#pragma once

#include "base/result.h"
#include "base/time_zone.h"
#include "engine/duckdb/database.h"

namespace northstar::duck {

// Once per database. The functions live as long as the process.
Status RegisterFunctions(Connection& connection);
// Registers a zone for the life of the process and returns its number. Thread safe.
Result<int> ZoneNumber(const std::string& zone);

}  // namespace northstar::duck
