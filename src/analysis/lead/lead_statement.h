// What the lead test found, as the statement and the caveats whose words are in words/.
#pragma once

#include <vector>

#include "analysis/lead/lead.h"
#include "words/lead.h"
#include "words/lead_caveats.h"

namespace northstar {

// `calendar`: for the days from which on more can be said.
LeadStatement StatementOn(const LeadFindings& findings, const Calendar& calendar);
// What keeps the verdict from saying more: warnings, and what is missing.
std::vector<LeadCaveat> CaveatsOf(const LeadFindings& findings, const stats::LeadOptions& options);

}  // namespace northstar
