// A metric as the statements of words/ name it.
#pragma once

#include "model/metric.h"
#include "words/series_name.h"

namespace northstar {

inline SeriesName NameOf(const Metric& metric) {
  return {metric.label, metric.name};
}

}  // namespace northstar
