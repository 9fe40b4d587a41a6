// How a metric's values are written: what its `format:` and `unit:` say, as number_words.h takes
// it. Answers of every form ask here, so that a value looks the same in the terminal and in a
// report.
#pragma once

#include "base/number_words.h"
#include "model/metric.h"

namespace northstar {

// Percentages and durations carry a unit of their own, money its sign (or its code, where it has
// none); else `unit:` is the unit. Durations look so whatever their format, unless it is "none":
// plain digits.
ValueLook LookOf(const Metric& metric);

}  // namespace northstar
