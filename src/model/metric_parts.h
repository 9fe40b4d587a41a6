// What a metric is made of, as far as it decides what the metric is: the parts that push it up, and
// whether two metrics measure the same thing on different rows or over different periods.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "model/metric.h"
#include "model/project_ref.h"

namespace northstar {

// Asks of the metric and of every part that pushes it up: a ratio's numerator, the base of a
// running sum, positive summands and factors of a formula, both results of a condition. `test` says
// yes, no (nothing below is asked), or nothing (its parts are asked). Whether any said yes.
// REQUIRES: parts that exist and no circles, as in every linked project.
bool RisesWith(const Project& project, const Metric& metric,
               const std::function<std::optional<bool>(const Metric&)>& test);

// The metrics over events or series among those parts, each once.
std::vector<const Metric*> RisingLeaves(const Project& project, const Metric& metric);

// Metrics over events: the same value over some of the same events, whatever the filters, the
// grain and how the values are put together. Never true of what has no value.
bool SameValue(const Metric& a, const Metric& b);

// The same figure of some of the same events, whatever the filters, the grain, the window and the
// threshold; of series and lifecycle parts only the very same figure.
bool SameFigure(const Metric& a, const Metric& b);

// Some part that pushes `metric` up is the same figure as one that pushes `other` up.
bool MeasuresAlike(const Project& project, const Metric& metric, const Metric& other);

}  // namespace northstar
