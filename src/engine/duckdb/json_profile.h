// Files of JSON → the profile of the table that they are together: lines of objects, a list of
// objects, or an object that holds the rows (engine/json_cells.h). They are read as streams and
// kept nowhere.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/table_profile.h"

namespace northstar::duck {

struct JsonProfile {
  TableProfile table;
  // Where rows lie within the object that a file is: "data.items"; empty: at the top.
  std::string rows;
};

// kData for a file that is cut off or holds lines of which none is JSON, and where none holds an
// object. Lines that are no JSON among others are left out. `shown` names the table.
// `cancel` may be null; asked, it ends the work between blocks of lines, and between files.
Result<JsonProfile> ProfileJson(std::span<const std::string> paths, const std::string& shown,
                                const CancelToken* cancel);

// Whether the text begins with an object on a line of its own, and more follow.
bool HoldsJsonLines(std::string_view head);

}  // namespace northstar::duck
