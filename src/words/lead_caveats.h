// What keeps the verdict of the lead test from saying more, in words.
#pragma once

#include <string>

#include "base/calendar.h"

namespace northstar {

struct LeadCaveat {
  enum class Code {
    kLongerLags,      // lags of up to `longest` were tested, of the `wanted` that would be
    kPowerOfMonths,   // what 24 and 36 months would detect
    kWeeksHintOnly,   // weeks give no verdict
    kModerateMissed,  // with so few `periods` a moderate lead may be missed
    kNonPositive,
    kSeason,
    kOutliers,
    kOnePair,
    kShiftsAlike,
    kUnstableSign,
  };

  Code code;
  Grain grain = Grain::kMonth;
  int longest = 0, wanted = 0, periods = 0;
};

std::string Words(const LeadCaveat& caveat);

}  // namespace northstar
