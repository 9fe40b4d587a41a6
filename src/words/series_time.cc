#include "words/series_time.h"

#include "base/period_words.h"
#include "base/text.h"

namespace northstar {

std::string WhenWords(const SeriesTime& time, const std::string& label) {
  return time.grain && !time.of_file ? InPeriod(*time.grain, label) : "at " + label;
}

std::string StepCount(const SeriesTime& time, size_t count) {
  return Plural(static_cast<long long>(count), time.grain ? GrainName(*time.grain) : "value");
}

}  // namespace northstar
