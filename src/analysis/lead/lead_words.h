// What the lead test found, in sentences for people who never studied statistics. Every figure in
// them comes from the findings; "causes" is never said.
#pragma once

#include <string>
#include <vector>

#include "analysis/lead/lead.h"

namespace northstar {

Said SayLead(const LeadFindings& findings, const Calendar& calendar);
// What keeps the verdict from saying more: warnings, and what is missing.
std::vector<std::string> LeadCaveats(const LeadFindings& findings,
                                     const stats::LeadOptions& options);

}  // namespace northstar
