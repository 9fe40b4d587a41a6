// Another file takes the place of the one that a database is open on. Internal to the warehouse.
#pragma once

#include <string>

#include "engine/duckdb/database.h"

namespace northstar::duck {

// `fresh` holds all that was committed, and gets the name `path`. What is open on `database` goes
// on seeing the old file, which has no name any more and is not written. kData where questions that
// run keep the old one from being finished for a minute, or the disk fails; then nothing was
// changed. REQUIRES: nobody writes through `database`, now or later.
Status ReplaceFile(Database& database, const std::string& path, const std::string& fresh);

}  // namespace northstar::duck
