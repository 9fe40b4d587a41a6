// Times of a series in words, whether it is a metric's or a file's.
#pragma once

#include <optional>
#include <string>

#include "base/calendar.h"

namespace northstar {

struct SeriesTime {
  std::optional<Grain> grain = {};  // of the steps, where they are the calendar's
  bool of_file = false;             // labels are times as the file writes them
};

// A label with the preposition it takes: "in the week of Jun 22, 2026"; of a file "at 2026-06-22".
std::string WhenWords(const SeriesTime& time, const std::string& label);
// "3 weeks"; where the calendar has no such step "3 values".
std::string StepCount(const SeriesTime& time, size_t count);

}  // namespace northstar
