#include "base/named_time.h"

#include "base/calendar.h"

namespace northstar {

int64_t EndOfNamed(TimePrecision precision, int64_t local_us, const TimeZone& zone) {
  const Day day =
      (local_us - (local_us % kMicrosPerDay + kMicrosPerDay) % kMicrosPerDay) / kMicrosPerDay;
  const CivilDate date = CivilOf(day);
  const auto start_of = [&](Day local) { return zone.FirstInstantAt(local * kMicrosPerDay); };
  switch (precision) {
    case TimePrecision::kInstant:
      break;
    case TimePrecision::kDay:
      return start_of(day + 1);
    case TimePrecision::kMonth:
      return start_of(DayOf({date.year + date.month / 12, date.month % 12 + 1, 1}));
    case TimePrecision::kYear:
      return start_of(DayOf({date.year + 1, 1, 1}));
  }
  return zone.FromLocal(local_us).utc_us;
}

}  // namespace northstar
