// Phrases that several topics share. Pure and thread safe.
#pragma once

#include <string>

#include "base/calendar.h"

namespace northstar {

// "12.3%" of a share of 1, at most `digits` significant digits.
std::string Percent(double share, int digits = 2);
// "workspaces" of an entity; "entities" where it has no name.
std::string Several(const std::string& entity);
// "the share of users that come back", of an entity: what a rising star must not cost.
std::string ShareThatComesBack(const std::string& entity);
// "1 week", "12 weeks".
std::string Periods(Grain grain, long long count);
// "about 3 in 10" of a chance from 0 to 1.
std::string ChanceWords(double chance);

}  // namespace northstar
