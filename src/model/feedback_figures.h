// What a metric over feedback becomes: counts and means over the rows of its source, so that
// nothing else has to know that they are feedback. Pure and thread safe.
#pragma once

#include "model/metric.h"
#include "model/source.h"

namespace northstar {

// The number that rows of feedback carry under this name, such as "rating" or kMoodValue.
BoundRef FeedbackValue(std::string_view name);
// The share of texts that are negative, among those whose mood can be told; adds that to the
// condition of the metric.
MetricKind ShareNegative(Metric& metric);

}  // namespace northstar
