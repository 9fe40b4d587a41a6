// Internal to report/: an explanation as JSON, and its words for where a segment lies.
#pragma once

#include <string>

#include "analysis/explain/explain.h"

namespace northstar {

std::string ExplanationJson(const Explanation& explanation);
// "country = France and plan = free"; "everything else" where there are no conditions.
std::string WhereWords(const SegmentPart& part);

}  // namespace northstar
