// Keys of several columns: days by country, lines of an order. Only of tables whose rows were all
// kept, and only of columns that are called alike. Internal to inspect/. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/inspect/joins.h"

namespace northstar {

// Between tables[i] and tables[j], the side with unique keys on the right; the fewest columns that
// make them unique. Nullopt where there is none of at most six columns, or half of the left side's
// keys are not found, and where one column alone is unique.
std::optional<TableJoin> CompositeJoin(std::span<const TableProfile> tables,
                                       std::span<const std::vector<ColumnGuess>> guesses, size_t i,
                                       size_t j);

}  // namespace northstar
