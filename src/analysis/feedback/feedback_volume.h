// How much was written in two times, by the days that each source covers of them: a source that
// begins within the time before is counted from its first day on, and one that hardly reaches into
// it is not compared. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"

namespace northstar {

struct SourceVolume {
  std::string source;
  Day since = 0;                  // its first local day
  int64_t before = 0, after = 0;  // texts in either time
};

struct FeedbackVolume {
  std::optional<double> per_day_before, per_day;  // texts a day of every source, added up
  // Of the sources that are compared; nullopt: none is.
  std::optional<double> usual;  // texts that the pace before gives for as long a time as now
  std::optional<bool> jumped;   // more than twice as many as that
  std::vector<bool> compared;   // by source, in the order given
  std::vector<std::string> notes;
};

// Local days [reference, from) against [from, to). A source is compared from seven covered days of
// the time before on, or as many as the time now has if that is shorter.
FeedbackVolume CompareVolumes(const std::vector<SourceVolume>& sources, Day reference, Day from,
                              Day to);

}  // namespace northstar
