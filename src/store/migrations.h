// A database from whatever version it has to the one that this program knows, step by step. The
// version is the number of steps done (`user_version`), in the file itself.
//
// - Before each step of a database that was there already, a copy of it is put beside it, as
//   "state.db.before-2" (the version that the step makes); one of an earlier attempt is replaced.
// - A step and its version are one transaction: what is interrupted leaves the version before.
// - Processes that migrate at once wait for each other; each step is done once.
// - A database of a newer version, or of another program, is refused and not touched.
#pragma once

#include <span>
#include <string_view>

#include "databases/sqlite.h"

namespace northstar::store {

using databases::Access, databases::Database, databases::Transaction;

// What marks a file as northstar's ("NSTR"), SQLite's `application_id`.
inline constexpr int64_t kApplication = 0x4e535452;

// Statements of a step, in the order of versions; only ever added to, never changed. Static.
std::span<const std::string_view> Migrations();

// kData where it is of a newer program or of another one; changes nothing.
Status CheckVersion(Database& database, std::span<const std::string_view> steps);
// Number of steps done; 0 where there is nothing yet.
Result<int64_t> VersionOf(Database& database);
Status Migrate(Database& database, std::span<const std::string_view> steps);

}  // namespace northstar::store
