// What was found in files → JSON, with its schema.
#pragma once

#include "analysis/inspect/inspection.h"
#include "json/json.h"

namespace northstar {

Json ToJson(const Inspection& inspection);
Json InspectSchema();

}  // namespace northstar
