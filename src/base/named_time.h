// The end of what a date names: a plain day, month or year is meant as a whole. Pure.
#pragma once

#include <cstdint>

#include "base/time_zone.h"
#include "base/written_time.h"

namespace northstar {

// The first instant behind the day, month or year that `local_us` lies in, microseconds of a wall
// clock in `zone`; of an instant, that instant. UTC microseconds.
int64_t EndOfNamed(TimePrecision precision, int64_t local_us, const TimeZone& zone);

}  // namespace northstar
