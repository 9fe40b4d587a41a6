// When the next review of the North Star is due, as `review:` says it. Pure and thread safe.
#pragma once

#include <optional>

#include "base/calendar.h"
#include "model/project.h"

namespace northstar {

// Local days.
struct ReviewDue {
  // Of the last review; without one the day since which the star is the star.
  Day last = 0;
  // The last day on which it is not overdue.
  Day due = 0;
};
// Nullopt where nothing says how often, or since when.
std::optional<ReviewDue> ReviewDueOf(const Project& project);

}  // namespace northstar
