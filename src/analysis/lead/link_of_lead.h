// Has a lead that was found weakened since (stats/link_check.h)? With the lag, the width and the
// level that the lead test found. Shared by the test of candidates and by `check`. Pure and thread
// safe.
#pragma once

#include <optional>
#include <vector>

#include "analysis/lead/lead.h"
#include "stats/link_check.h"

namespace northstar {

// `candidate`, `outcome`: those of the lead, or the same periods and later ones: a lead may have
// been found on the years before the ones that are asked about. Nullopt where the lead was found by
// segment, whose periods are others. REQUIRES: of one length; the lead passes.
std::optional<stats::LinkResult> LinkOfLead(const LeadFindings& lead,
                                            const std::vector<double>& candidate,
                                            const std::vector<double>& outcome);

}  // namespace northstar
