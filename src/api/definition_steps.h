// Definitions as they were recorded → what each changed of the one before of its metric: for
// history, for checks and for reviews, which must not differ in it. Pure; thread safe.
#pragma once

#include <vector>

#include "api/answer.h"

namespace northstar {

// In their order; of each metric the first has no change.
std::vector<DefinitionStep> StepsOf(const std::vector<store::RecordedDefinition>& recorded);

}  // namespace northstar
