// Evaluation → the CSV that scripts rely on (`evaluate --format csv`).
#pragma once

#include <string>
#include <vector>

#include "analysis/evaluate/evaluate.h"

namespace northstar {

// One row per candidate and test.
std::string EvaluationCsv(const std::vector<const CandidateReport*>& candidates);

}  // namespace northstar
