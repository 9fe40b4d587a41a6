// Series: numbers that somebody already aggregated, one row per period and dimension value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/source.h"
#include "sql/dialect.h"

namespace northstar::sql::duckdb {

Text CreateSeries(const Source& source);
// `values`: the period's start, then dimensions and metrics in the source's order.
Text InsertSeriesRow(const std::string& source, const std::vector<Value>& values);
// (start, dimensions …, metrics …), by start.
Text SeriesRows(const Source& source);
// Out of a file: (start in UTC microseconds, then `columns` as text); `packed`: the start as SQL.
Text SeriesRowsOfFile(const std::string& relation, const std::string& packed,
                      const std::vector<std::string>& columns);

}  // namespace northstar::sql::duckdb
