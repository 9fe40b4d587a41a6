// What was found in files, as text for a terminal or Markdown. Pure.
#pragma once

#include <string>

#include "analysis/inspect/inspection.h"
#include "report/format.h"

namespace northstar {

// `columns`: width of the terminal; 0: unlimited.
std::string InspectionText(const Inspection& inspection, TextForm form, bool color, int columns);

}  // namespace northstar
