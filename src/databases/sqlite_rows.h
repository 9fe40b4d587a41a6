// Rows and tables of somebody else's SQLite file. The file is opened for reading alone and nothing
// in it is trusted; statements may read its tables and call SQLite's own functions, and nothing
// else. Thread safe.
//
// What the file holds decides, not what was declared: a column has the kind of its values, and a
// cursor is a time where all its values are texts that SQLite reads as times. Bytes that are no
// UTF-8 and zero bytes of a text become U+FFFD.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "databases/address.h"
#include "databases/rows.h"

namespace northstar::databases {

// The rows as the file `to`, which is made whole or not at all. They stream: memory is bounded by
// the longest row, whose values are at most kMostGuestBytes. kUsage where the question cannot be
// one: several statements, what is no query or does more than read, a query with two columns of one
// name or with parameters, a cursor that is no column of numbers or times. kData for everything
// else: a file that is damaged, encrypted, being written or changed meanwhile, an error of the
// query, with table names that are close. REQUIRES: address of kSqlite.
Result<CopiedRows> CopySqliteToCsv(const Address& address, const Question& question,
                                   const std::string& to, const CopyOptions& options);

// Tables, virtual tables and views, by name; the rows of a table as its largest row id tells. Of
// `options` the limit and `cancelled`. REQUIRES: address of kSqlite.
Result<std::vector<Table>> SqliteTables(const Address& address, const CopyOptions& options);

}  // namespace northstar::databases
