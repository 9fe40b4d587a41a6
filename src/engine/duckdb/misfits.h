// Counts what of the loaded data does not fit together (engine/misfit_facts.h). Each source is read
// once per entity that it shares with another one, and again only where something was found: for
// examples, and for what lies before the register.
#pragma once

#include "engine/duckdb/database.h"
#include "engine/misfit_facts.h"
#include "model/project.h"

namespace northstar::duck {

// Of sources that are loaded under the definition that the project has; the others are left out.
// Makes tables in memory (ns_fit_…, ns_twin…) and drops them again.
Result<MisfitFacts> ReadMisfits(Connection& connection, const Project& project);

}  // namespace northstar::duck
