// An IANA time zone as a list of offset changes, read once from the system's rules. Instants are
// UTC microseconds since 1970-01-01; local times are microseconds of the wall clock on the same
// scale. Immutable after Load; safe to share between threads; look-ups are O(log changes).
// Changes are known from 1900 to 2200; before and after, the nearest offset holds. It leaves out
// abbreviations ("CET" where IANA does not list it), fixed offsets ("+02:00") and leap seconds,
// which no clock here counts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace northstar {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerHour = 3600 * kMicrosPerSecond;
inline constexpr int64_t kMicrosPerDay = 24 * kMicrosPerHour;

// What reading a wall-clock time met: one instant, none (the clock jumped over it), or two (it fell
// back). The engine packs the number into two bits beside an instant.
enum class LocalTimeNote { kPlain = 0, kGap = 1, kOverlap = 2 };

struct ReadLocalTime {
  int64_t utc_us = 0;
  LocalTimeNote note = LocalTimeNote::kPlain;
};

// "2025b": of the installed rules; empty when it cannot be told. Reads a file each time.
std::string TimeZoneRulesVersion();

class TimeZone {
 public:
  // A usage error, with a suggestion, for a name that IANA does not list. "UTC" needs no rules.
  // Reads files: load once and copy.
  static Result<TimeZone> Load(const std::string& name);

  const std::string& name() const { return name_; }
  // Local less UTC, in microseconds, east positive.
  int64_t OffsetAt(int64_t utc_us) const;
  int64_t ToLocal(int64_t utc_us) const { return utc_us + OffsetAt(utc_us); }
  // A wall-clock time that happens twice, or never, is read as the earlier of the two instants that
  // the offsets before and after the change give.
  ReadLocalTime FromLocal(int64_t local_us) const;
  // The first instant from which on the wall clock never shows less than `local_us`: where a period
  // starts. A time that the clock jumps over is reached with the jump; one that it passes and falls
  // back behind, when it is passed for good.
  int64_t FirstInstantAt(int64_t local_us) const;

  struct Change {
    // The offset holds from here on, this instant included.
    int64_t at_utc_us;
    int64_t offset_us;
  };
  // Ascending, never empty; the first one holds since the beginning of time.
  const std::vector<Change>& changes() const { return changes_; }

 private:
  std::string name_;
  std::vector<Change> changes_;  // ascending; the first entry holds since the beginning of time
};

}  // namespace northstar
