// One JSON text → rows of cells by path. An object is a row; objects within it are flattened to
// paths ("properties.plan", with parts in quotes that are no plain names: properties."Song
// Length"), a list is one cell of JSON text, an empty object the cell "{}", null an empty cell.
// Numbers stay as they are written. It keeps no document in memory and recurses into nothing, so
// depth and size of the text cost no more than the longest cell that is kept.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace northstar {

struct JsonCell {
  std::string path;
  std::string text;  // cut at 4,096 bytes
};

// Calls `take` for every row of the text; what is in the vector is only valid during the call. A
// list at the top holds rows. One object at the top is a row, or holds the rows: in the first list
// of objects that is called as such lists are ("data", "items", "results", …) or stands among the
// first few fields, also as "data.items"; the rest of the object is then left out, and `rows_path`,
// if it is not null, says where they lie: empty at the top. Values that are no objects count for
// nothing. False when the text is not JSON to its end; rows before the fault were taken.
// `next_block` gives the text piece by piece, "" at its end; a piece is valid until the next call.
bool ReadJsonRows(const std::function<std::string_view()>& next_block,
                  const std::function<void(std::vector<JsonCell>&)>& take,
                  std::string* rows_path = nullptr);

// As a row only: {"data": [{…}]} is a row with a list in it, as in a file of lines.
bool ReadJsonRow(std::string_view json, std::vector<JsonCell>& cells);

}  // namespace northstar
