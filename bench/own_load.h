// Loads of northstar as a benchmark measures them: a project of one folder, into a database that
// was not there before and is closed at the end.
#pragma once

#include <string>

#include "engine/warehouse.h"
#include "model/project_ref.h"

namespace northstar::bench {

// A project of `sources` (YAML, the entries of the list) in `folder`, with own.duckdb beside it.
// Paths in `sources` may be relative to `folder`. Ends the program where it is not valid.
ProjectRef ProjectOf(const std::string& folder, const std::string& sources);
// All of `northstar load`, of a project with one source. Ends the program where it fails or rejects
// rows.
LoadSummary LoadAnew(const Project& project);
// The first cell of what `sql` gives in the database that was loaded, as text.
std::string AskLoaded(const Project& project, const std::string& sql);
// Has DuckDB run `sql`, which writes files.
void MakeWithDuckDb(const std::string& sql);

}  // namespace northstar::bench
