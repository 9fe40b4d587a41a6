// The JSON object of a lead test, shared by `lead` and the detail of `evaluate`. Internal to
// report/.
#pragma once

#include <nlohmann/json.hpp>

#include "analysis/lead/lead.h"

namespace northstar {

nlohmann::ordered_json LeadJson(const LeadFindings& findings);

}  // namespace northstar
