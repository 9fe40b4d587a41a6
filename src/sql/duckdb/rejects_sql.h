// Rows of a load that could not be read, in the words that people get: those that DuckDB could not
// split into columns (ns_unsplit), and staged ones with the verdict 3.
#pragma once

#include <string>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// ns_unsplit: `place` counts the rows of the scanned file from 1, `nth` the rejected ones among
// them; `swallows`: an open quote took the rows after it.
Text CreateUnsplit();
// From DuckDB's own record, which has a row once per problem. REQUIRES: there is one.
Text InsertUnsplit();
// (file, row, its text) of the first row that swallows others.
Text FirstOpenQuote(const std::string& source);
// (file, rows).
Text CountUnsplit();
// (reason, rows, example, its row, its file), the most frequent first, 20 at most.
Text RejectReasons(const std::string& source);
// Writes all of them (file, row, reason, detail) as CSV.
Text WriteRejects(const std::string& source, const std::string& path);
// Of a relation that DuckDB has just scanned: (rows that could not be split, line of the first,
// what is wrong with it); and one number, the lines that are no JSON.
Text UnsplitOfScan();
Text CountNotJson(const std::string& relation);

}  // namespace northstar::sql::duckdb
