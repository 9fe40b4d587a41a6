// Rows and tables of a database, whichever kind its address names. See postgres.h and
// sqlite_rows.h for what each can and refuses. Thread safe.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "databases/address.h"
#include "databases/rows.h"

namespace northstar::databases {

// The rows as the file `to`, made whole or not at all.
Result<CopiedRows> CopyToCsv(const Address& address, const Question& question,
                             const std::string& to, const CopyOptions& options);

// The tables and views that may be read. Of `options` the limits and `cancelled`.
Result<std::vector<Table>> ListTables(const Address& address, const CopyOptions& options);

}  // namespace northstar::databases
