// What the key results of an objective say together. Pure and thread safe. Internal to okrs/.
// Guardrails are the key results with that role and the limits without another role; all others are
// targets. What is not settled is neither made nor missed, and what has no data never is.
#pragma once

#include <optional>
#include <vector>

#include "analysis/okrs/okrs.h"
#include "words/okrs.h"

namespace northstar {

std::optional<OkrPattern> PatternOf(const std::vector<KeyResultFinding>& results);
ObjectiveStatement StatementOn(const std::vector<KeyResultFinding>& results,
                               const std::optional<OkrPattern>& pattern);

}  // namespace northstar
