// Internal to report/: words for where a segment lies.
#pragma once

#include <string>

#include "analysis/explain/explain.h"

namespace northstar {

// "country = France and plan = free"; "everything else" where there are no conditions.
std::string WhereWords(const SegmentPart& part);

}  // namespace northstar
