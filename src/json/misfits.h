// What does not fit together → JSON, a list beside the checks of `doctor`, with its schema.
#pragma once

#include <vector>

#include "analysis/misfits/misfits.h"
#include "json/json.h"

namespace northstar {

Json ToJson(const std::vector<Misfit>& misfits);
Json MisfitsSchema();

}  // namespace northstar
