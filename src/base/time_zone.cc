#include "base/time_zone.h"

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>

#include <algorithm>
#include <limits>
#include <memory>

#include "base/text.h"

namespace northstar {
namespace {

constexpr double kFirstYear = -2208988800000.0;  // 1900-01-01 in ICU's milliseconds
constexpr double kLastYear = 7258118400000.0;    // 2200-01-01

std::string NearestZone(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> ids(icu::TimeZone::createEnumeration());
  std::vector<std::string> known;
  while (ids) {
    const char* id = ids->next(nullptr, status);
    if (id == nullptr || U_FAILURE(status)) break;
    known.emplace_back(id);
  }
  return DidYouMean(name, known);
}

}  // namespace

Result<TimeZone> TimeZone::Load(const std::string& name) {
  const std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  icu::UnicodeString id;
  zone->getID(id);
  if (name.empty() || id == icu::UnicodeString("Etc/Unknown")) {
    std::string hint = NearestZone(name);
    if (hint.empty()) hint = "use an IANA name such as Europe/London or UTC";
    return Error::Usage(fmt::format("unknown time zone '{}'", name), hint);
  }
  const auto* basic = dynamic_cast<const icu::BasicTimeZone*>(zone.get());
  NS_CHECK(basic != nullptr);

  TimeZone result;
  result.name_ = name;
  UErrorCode status = U_ZERO_ERROR;
  int32_t raw = 0;
  int32_t saving = 0;
  zone->getOffset(kFirstYear, 0, raw, saving, status);
  int64_t offset = (static_cast<int64_t>(raw) + saving) * 1000;
  result.changes_.push_back({std::numeric_limits<int64_t>::min() / 4, offset});
  icu::TimeZoneTransition transition;
  double at = kFirstYear;
  while (at < kLastYear && basic->getNextTransition(at, 0, transition)) {
    at = transition.getTime();
    zone->getOffset(at, 0, raw, saving, status);
    const int64_t next = (static_cast<int64_t>(raw) + saving) * 1000;
    if (next == offset) continue;
    offset = next;
    result.changes_.push_back({static_cast<int64_t>(at) * 1000, offset});
  }
  return result;
}

int64_t TimeZone::OffsetAt(int64_t utc_us) const {
  const auto after = std::upper_bound(changes_.begin() + 1, changes_.end(), utc_us,
                                      [](int64_t t, const Change& c) { return t < c.at_utc_us; });
  return std::prev(after)->offset_us;
}

ReadLocalTime TimeZone::FromLocal(int64_t local_us) const {
  // Only the changes within two days of the wall-clock time can matter.
  const int64_t before = OffsetAt(local_us - 2 * kMicrosPerDay);
  const auto first =
      std::upper_bound(changes_.begin() + 1, changes_.end(), local_us - 2 * kMicrosPerDay,
                       [](int64_t t, const Change& c) { return t < c.at_utc_us; });
  int64_t offset = before;
  for (auto change = first; change != changes_.end(); ++change) {
    if (change->at_utc_us > local_us + 2 * kMicrosPerDay) break;
    const int64_t next = change->offset_us;
    const int64_t low = change->at_utc_us + std::min(offset, next);
    const int64_t high = change->at_utc_us + std::max(offset, next);
    if (local_us < low) break;
    if (local_us < high) {
      return {local_us - std::max(offset, next),
              next > offset ? LocalTimeNote::kGap : LocalTimeNote::kOverlap};
    }
    offset = next;
  }
  return {local_us - offset, LocalTimeNote::kPlain};
}

int64_t TimeZone::FirstInstantAt(int64_t local_us) const {
  const ReadLocalTime read = FromLocal(local_us);
  if (read.note != LocalTimeNote::kGap) return read.utc_us;
  // The clock jumps over it: the period starts with the jump.
  for (const Change& change : changes_) {
    if (change.at_utc_us > read.utc_us) return change.at_utc_us;
  }
  return read.utc_us;
}

}  // namespace northstar
