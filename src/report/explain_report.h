// Explanation → terminal, Markdown, JSON, CSV.
#pragma once

#include <string>

#include "analysis/explain/explain.h"
#include "analysis/explain/leaves.h"
#include "report/format.h"

namespace northstar {

std::string RenderExplanation(const Explanation& explanation, TextForm form, bool color);
// `explain --csv`.
std::string RenderLeafExplanation(const LeafExplanation& found, TextForm form, bool color);

}  // namespace northstar
