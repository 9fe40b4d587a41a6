// Any bytes as a cell of a file: read as a time in every unit and as a number in every style, and
// what was read as an instant is written and read again as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/calendar.h"
#include "base/written_number.h"
#include "base/written_time.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace northstar;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const EpochUnit unit : {EpochUnit::kByDigits, EpochUnit::kSeconds, EpochUnit::kMillis,
                               EpochUnit::kMicros, EpochUnit::kNanos, EpochUnit::kSpreadsheetDays})
    ParseTime(text, unit);
  UnitByDigits(text);
  if (const auto read = ParseTime(text); read && !read->number && read->has_zone) {
    const auto again = ParseTime(FormatInstant(read->us));
    // Years beyond four digits are written, but not read.
    constexpr int64_t kYear1 = -62'135'596'800'000'000;
    constexpr int64_t kYear10000 = 253'402'300'800'000'000;
    const bool plain = read->us >= kYear1 && read->us < kYear10000;
    if (plain && (!again || again->us != read->us)) std::abort();
  }
  const StyleDecision decision = DecideStyle(NumberEvidence(text));
  for (const NumberStyle style : {decision.style, NumberStyle{}, NumberStyle{',', '.'},
                                  NumberStyle{'.', ','}, NumberStyle{',', ' '}})
    ReadNumber(text, style);
  CurrencyOf(text);
  return 0;
}
