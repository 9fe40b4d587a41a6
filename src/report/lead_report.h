// LeadFindings → text; the JSON is the interface that scripts rely on.
#pragma once

#include <string>

#include "analysis/lead.h"
#include "report/format.h"

namespace northstar {

std::string RenderLead(const LeadFindings& findings, Format format, bool color);

}  // namespace northstar
