// Which bets are news of some days: those that shipped in them, and those whose experiment ended
// then, whenever it began. Pure; thread safe.
#pragma once

#include <string>
#include <vector>

#include "base/calendar.h"
#include "model/project.h"

namespace northstar {

// Names, in the order of the project. Local days [from, to).
std::vector<std::string> BetsOfDays(const Project& project, Day from, Day to);

}  // namespace northstar
