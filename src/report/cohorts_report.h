// CohortResult → the triangle as text, CSV, Markdown and JSON.
#pragma once

#include <string>

#include "analysis/cohorts/cohorts.h"
#include "report/format.h"

namespace northstar {

std::string RenderCohorts(const CohortResult& result, TextForm form, bool color);

}  // namespace northstar
