// A metric as the statements of words/ name it.
#pragma once

#include "model/metric.h"
#include "model/project.h"
#include "words/series_name.h"

namespace northstar {

inline SeriesName NameOf(const Metric& metric) {
  return {metric.label, metric.name};
}

// As it is written where the project has no such metric (any more).
inline SeriesName NameOf(const Project& project, const std::string& metric) {
  const Metric* found = project.FindMetric(metric);
  return {found != nullptr ? found->label : metric, metric};
}

}  // namespace northstar
