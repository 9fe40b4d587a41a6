// What a team calls its things, as far as the database knows: the project, events, and the values
// of dimensions of all sources, loaded now or earlier. Texts that name them say nothing by it about
// how their writer feels (language/names.h).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "language/names.h"
#include "model/project_ref.h"

namespace northstar::duck {

// How many names there are of each kind, by kind. They only grow: a kind's first n names stay.
using NameCounts = std::map<std::string, int64_t>;
Result<NameCounts> CountNames(Connection& connection, const Project& project);

// Those that texts of this vocabulary can hold and that are not among the first `known` of their
// kind; each once, in order.
Result<std::vector<std::string>> NamesBeyond(Connection& connection, const Project& project,
                                             const NameCounts& known,
                                             const language::Vocabulary& vocabulary);

}  // namespace northstar::duck
