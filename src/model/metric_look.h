// How a metric's values are written: what its `format:` and `unit:` say.
#pragma once

#include "base/number_words.h"
#include "model/project.h"

namespace northstar {

// Percentages and durations carry a unit of their own, money its sign; else `unit:` is the unit.
ValueLook LookOf(const Metric& metric);

}  // namespace northstar
