// LeadFindings → text; the JSON is the interface that scripts rely on.
#pragma once

#include <string>

#include "analysis/lead/lead.h"
#include "report/format.h"

namespace northstar {

// `second_looks`: also the classical tests, for those who know them (JSON always has them).
std::string RenderLead(const LeadFindings& findings, TextForm form, bool color, bool second_looks);

}  // namespace northstar
