// The lead test over segments (countries, plans, channels): what moves the whole company at once
// cannot be mistaken for a lead. (stats/panel_lead.h; calibration in
// docs/calibration.md)
#pragma once

#include <string>
#include <vector>

#include "analysis/lead/lead.h"

namespace northstar {

// Adds the panel's findings to the lead's. A lead that the whole history was too short or too noisy
// for becomes a likely one where the panel shows it; what the whole history refutes stays refuted.
void JudgePanel(const std::vector<std::vector<double>>& candidate,
                const std::vector<std::vector<double>>& outcome, const std::string& dimension,
                LeadFindings& lead);

}  // namespace northstar
