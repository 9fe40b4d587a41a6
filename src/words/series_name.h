// What a statement calls a metric of the project, or a column of a file.
#pragma once

#include <string>
#include <vector>

#include "base/sentence.h"

namespace northstar {

struct SeriesName {
  std::string shown;
  std::string metric = {};  // its name in the project; empty: a column

  Sentence AsWords() const { return OfMetric(metric, shown); }
};

// "a, b, and c".
Sentence Listed(const std::vector<SeriesName>& names);
// "a, b, c", without an "and".
Sentence CommaList(const std::vector<SeriesName>& names);

}  // namespace northstar
