// Statements that look at one table whose cells are text: it is copied once, as far as it is looked
// at, and then read column by column.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sql/dialect.h"

namespace northstar::sql::duckdb {

// Makes ns_cells with the columns v0, v1, …: the first `most` rows of the relation, or of every
// `nth` row where that is more than 1, in order. Cells are cut at `longest` characters. `columns`
// are expressions over the relation.
Text CreateCells(const std::string& relation, const std::vector<std::string>& columns, int64_t most,
                 int64_t nth, int longest);
Text DropCells();
// One row: all rows of the relation, and for each column about how many different values it has.
Text CountDistinct(const std::string& relation, const std::vector<std::string>& columns);
// One column of ns_cells, by its number.
Text CellsOfColumn(size_t index);
// The ns_key of the different filled cells of a whole column: the smallest `most` of those up to
// `up_to`.
Text KeysOfColumn(const std::string& relation, const std::string& column, uint64_t up_to,
                  size_t most);

}  // namespace northstar::sql::duckdb
