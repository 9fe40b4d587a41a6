#include "base/time_zone.h"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <limits>

#include "base/text.h"

namespace northstar {
namespace {

constexpr const char* kRules = "/usr/share/zoneinfo/tzdata.zi";

// Every IANA name, from the compact form of the rules: "Z Name …" and "L Target Name".
// Empty where that file is not installed.
std::vector<std::string> KnownNames() {
  std::vector<std::string> names;
  std::ifstream file(kRules);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> words = Split(line, ' ');
    if (words[0] == "Z" && words.size() > 1) names.push_back(words[1]);
    if (words[0] == "L" && words.size() > 2) names.push_back(words[2]);
  }
  return names;
}

Error Unknown(const std::string& name, const std::vector<std::string>& known) {
  std::string hint = DidYouMean(name, known);
  if (hint.empty()) hint = "use an IANA name such as Europe/London or UTC";
  return Error::Usage(fmt::format("unknown time zone '{}'", name), hint);
}

// Abbreviations are no IANA names, and the library reads paths and fixed offsets too.
bool IsCalled(const std::string& name, const std::vector<std::string>& known) {
  if (known.empty())
    return IsValidUtf8(name) && !name.starts_with("/") && !name.starts_with("file:");
  return std::find(known.begin(), known.end(), name) != known.end();
}

int64_t Micros(int offset_seconds) {
  return offset_seconds * kMicrosPerSecond;
}

}  // namespace

std::string TimeZoneRulesVersion() {
  std::ifstream file(kRules);
  std::string line;
  constexpr std::string_view kStart = "# version ";
  if (!std::getline(file, line) || !line.starts_with(kStart)) return "";
  return line.substr(kStart.size());
}

Result<TimeZone> TimeZone::Load(const std::string& name) {
  const std::vector<std::string> known = KnownNames();
  absl::TimeZone zone;
  if (name != "UTC" && (name.empty() || !IsCalled(name, known) || !absl::LoadTimeZone(name, &zone)))
    return Unknown(name, known);
  const absl::Time last = absl::FromCivil(absl::CivilYear(2200), absl::UTCTimeZone());
  absl::Time at = absl::FromCivil(absl::CivilYear(1900), absl::UTCTimeZone());
  TimeZone result;
  result.name_ = name;
  int64_t offset = Micros(zone.At(at).offset);
  result.changes_.push_back({std::numeric_limits<int64_t>::min() / 4, offset});
  absl::TimeZone::CivilTransition transition;
  while (at < last && zone.NextTransition(at, &transition)) {
    at = zone.At(transition.to).trans;
    const int64_t next = Micros(zone.At(at).offset);
    if (next == offset) continue;
    offset = next;
    result.changes_.push_back({absl::ToUnixMicros(at), offset});
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
  if (read.note == LocalTimeNote::kPlain) return read.utc_us;
  const auto change = std::upper_bound(changes_.begin() + 1, changes_.end(), read.utc_us,
                                       [](int64_t t, const Change& c) { return t < c.at_utc_us; });
  if (read.note == LocalTimeNote::kGap) return change->at_utc_us;
  const bool falls_behind = change->at_utc_us + change->offset_us < local_us;
  return falls_behind ? local_us - change->offset_us : read.utc_us;
}

}  // namespace northstar
