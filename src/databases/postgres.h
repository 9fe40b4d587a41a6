// Rows and tables of PostgreSQL, or of what speaks its protocol (16 and older are known to). Each
// call is one connection and one read-only transaction that sees one state of the database. What
// writes is stopped by the server: a query is prepared alone, which admits one statement, and runs
// in a transaction that its own functions cannot turn into one that writes. Thread safe.
// It leaves out what functions do outside of transactions, such as those of dblink: the user of the
// address should not be allowed to.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "databases/address.h"
#include "databases/rows.h"

namespace northstar::databases {

// The rows as the file `to`, which is made whole or not at all, by COPY: they stream, and memory is
// bounded by the longest row. kUsage where the question cannot be one: several statements, a
// statement that is no SELECT or WITH, a query without columns, with two of one name or with
// parameters, a cursor that is no column of numbers or times. kData for everything that the
// database answers, with table names that are close. REQUIRES: address of kPostgres.
Result<CopiedRows> CopyPostgresToCsv(const Address& address, const Question& question,
                                     const std::string& to, const CopyOptions& options);

// Tables and views that the user may read, by schema and name. Of `options` the limits and
// `cancelled`. At most 100,000 columns in all. REQUIRES: address of kPostgres.
Result<std::vector<Table>> PostgresTables(const Address& address, const CopyOptions& options);

}  // namespace northstar::databases
