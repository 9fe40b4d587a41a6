#include "base/local_time_words.h"

#include "base/period_words.h"

namespace northstar {

std::string LocalTimeWords(const Calendar& calendar, int64_t utc_us) {
  const std::string local = FormatInstant(calendar.zone().ToLocal(utc_us));
  const bool midnight = local.size() >= 16 && local.compare(11, 5, "00:00") == 0;
  return DateWords(midnight ? local.substr(0, 10) : local);
}

}  // namespace northstar
