// What a metric's value can never be below or above, whatever the data: counts are not negative,
// shares lie within 0 and 1, and so does what is made of them. Found from types and definitions,
// never from numbers. Errors to the safe side: what it does not recognise has no bounds.
#pragma once

#include "model/metric.h"
#include "model/project_ref.h"
#include "stats/anomaly/value_limits.h"

namespace northstar {

// Ends are included. Of a mean or a quotient that is not known to be a share `may_be_share` is set.
// REQUIRES: a metric of the project.
stats::ValueLimits BoundsOf(const Project& project, const Metric& metric);

// Everything that `part` counts or adds up in a period, `whole` does too: what is over the other is
// a share. Sums: only where the values cannot be negative.
bool IsPartOf(const Project& project, const Metric& part, const Metric& whole);

}  // namespace northstar
