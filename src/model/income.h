// Whether a number is the company's own income: such a number follows from value that customers
// received, so it is never a North Star and never leads the outcome.
//
// It is where the project says so (`income: true`), where its name holds a word of the published
// list (judgement/defaults.yml, `money`) and none of those that take it back, where it is the
// outcome's value over the outcome's events, and where such a number pushes it up: a numerator, a
// positive summand. A currency or a way to display says nothing: costs have them too.
#pragma once

#include "model/metric.h"
#include "model/project_ref.h"

namespace northstar {

// `outcome`: may be null; then only names and what the project says count.
bool IsOwnIncome(const Project& project, const Metric& metric, const Metric* outcome);

}  // namespace northstar
