// Evaluation → the JSON and the CSV that scripts rely on (`evaluate --format json`).
#pragma once

#include <string>

#include "analysis/evaluate/evaluate.h"

namespace northstar {

// `candidates`: those of the evaluation to show.
std::string EvaluationJson(const Evaluation& evaluation,
                           const std::vector<const CandidateReport*>& candidates);
// One row per candidate and test.
std::string EvaluationCsv(const std::vector<const CandidateReport*>& candidates);

}  // namespace northstar
