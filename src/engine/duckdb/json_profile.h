// A file of JSON → its profile: lines of objects, a list of objects, or an object that holds the
// rows (engine/json_cells.h). It is read as a stream and kept nowhere.
#pragma once

#include <string>

#include "engine/duckdb/opened_file.h"
#include "engine/table_profile.h"

namespace northstar::duck {

// kData for a file that is cut off, holds no object, or holds lines of which none is JSON. Lines
// that are no JSON among others are left out.
Result<TableProfile> ProfileJson(const OpenedFile& file, const std::string& shown);

}  // namespace northstar::duck
