// How often customers of a product act at all, and the windows that follow from it: seven days say
// nothing of somebody who buys every ten weeks.
#pragma once

#include "engine/gathered.h"

namespace northstar {

// Days from one active day to the next: the median over the entities with two or more active days
// of their median gap; 28 when nobody has two.
double RhythmOf(const Histories& activity);

// The least of 7, 14, 28, 56 and 84 days that is not below the rhythm, else 84.
int EarlyDays(double rhythm_days);
// Within so many days somebody returns, or is away for now: twice the rhythm, at least 28.
int ReturnDays(double rhythm_days);
// Without activity for so many days somebody has left: four times the rhythm, at least 28.
int GoneAfterDays(double rhythm_days);

}  // namespace northstar
