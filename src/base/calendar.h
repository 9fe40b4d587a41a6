// The project's one calendar: local periods with its zone, first day of the week and first month
// of the year. Queries, comparisons and tests all ask this object, so that they cannot disagree.
// Dates are days since 1970-01-01 of the proleptic Gregorian calendar. Immutable, thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time_zone.h"
#include "base/written_time.h"

namespace northstar {

enum class Grain { kHour, kDay, kWeek, kMonth, kQuarter, kYear };
inline constexpr Grain kAllGrains[] = {Grain::kHour,  Grain::kDay,     Grain::kWeek,
                                       Grain::kMonth, Grain::kQuarter, Grain::kYear};

std::string_view GrainName(Grain grain);
std::optional<Grain> GrainFromName(std::string_view name);

// The grain whose periods are as far apart as these starts (ascending wall-clock times): the
// shortest step decides. Day when there are fewer than two.
Grain InferGrain(const std::vector<int64_t>& starts_us);

enum class Weekday { kMonday = 0, kTuesday, kWednesday, kThursday, kFriday, kSaturday, kSunday };

using Day = int64_t;

struct CivilDate {
  int year;
  int month;  // 1-12
  int day;    // 1-31
};
Day DayOf(CivilDate date);
CivilDate CivilOf(Day day);
Weekday WeekdayOf(Day day);
std::string FormatDay(Day day);                      // "2011-01-03"
std::optional<Day> ParseDay(std::string_view text);  // "2011-01-03", a date that exists
std::string FormatInstant(int64_t utc_us);           // "2011-01-03T10:00:00Z"

// A run of periods, each [bounds[i], bounds[i+1]) in UTC microseconds and `starts[i]` in local
// microseconds. `end_days[i]` is the local day after the period's last, which need not be the start
// of the next period: the clock may skip a day. IndexOf costs one table look-up and one comparison.
class PeriodGrid {
 public:
  PeriodGrid() = default;
  PeriodGrid(Grain grain, std::vector<int64_t> bounds, std::vector<int64_t> starts,
             std::vector<Day> end_days);

  Grain grain() const { return grain_; }
  int size() const { return static_cast<int>(starts_.size()); }
  int64_t begin_us() const { return bounds_.front(); }
  int64_t end_us() const { return bounds_.back(); }
  const std::vector<int64_t>& bounds() const { return bounds_; }
  Day start_day(int period) const;
  int64_t start_local_us(int period) const { return starts_[static_cast<size_t>(period)]; }
  // The period that holds a local day, counted on evenly before the grid and beyond it. A day that
  // the clock skipped is in the next one. REQUIRES: a grid of days.
  int IndexOfDay(Day day) const;
  Day end_day(int period) const { return end_days_[static_cast<size_t>(period)]; }
  std::string Label(int period) const;  // "2011-01-03"; hours "2011-01-03T14:00"
  bool operator==(const PeriodGrid& other) const {
    return grain_ == other.grain_ && bounds_ == other.bounds_;
  }

  // The period that holds the instant, or -1 outside the grid.
  int IndexOf(int64_t utc_us) const {
    if (utc_us < bounds_.front() || utc_us >= bounds_.back()) return -1;
    const auto period = table_[static_cast<size_t>((utc_us - bounds_.front()) >> shift_)];
    return period + (utc_us >= bounds_[static_cast<size_t>(period) + 1]);
  }

 private:
  Grain grain_ = Grain::kDay;
  std::vector<int64_t> bounds_{0, 1};
  std::vector<int64_t> starts_{0};  // one per period, local
  std::vector<Day> end_days_{1};    // one per period
  std::vector<int32_t> table_{0};   // first period that touches each granule of 2^shift_ us
  int shift_ = 62;
};

class Calendar {
 public:
  Calendar(TimeZone zone, Weekday first_day_of_week, int first_month_of_year)
      : zone_(std::move(zone)), first_day_(first_day_of_week), first_month_(first_month_of_year) {}

  const TimeZone& zone() const { return zone_; }
  Weekday first_day_of_week() const { return first_day_; }
  int first_month_of_year() const { return first_month_; }

  Day LocalDay(int64_t utc_us) const;
  int64_t DayStart(Day day) const { return zone_.FirstInstantAt(day * kMicrosPerDay); }
  // REQUIRES: grain is day or coarser.
  Day PeriodStart(Grain grain, Day day) const;
  Day NextPeriod(Grain grain, Day start) const;
  // Moves a period start by whole periods (months keep their first day).
  Day Shift(Grain grain, Day start, int periods) const;

  // The instant a duration later (earlier when negative): days by the wall clock, the rest exact.
  int64_t Add(int64_t utc_us, int64_t days, int64_t exact_us) const;

  // The same wall-clock time some months later; the 31st becomes the last day of a shorter month.
  int64_t AddMonths(int64_t utc_us, int months) const;

  // The periods from the one that holds `first` to the one that holds `last`, both instants.
  // REQUIRES: first <= last.
  PeriodGrid Grid(Grain grain, int64_t first_utc_us, int64_t last_utc_us) const;

 private:
  TimeZone zone_;
  Weekday first_day_;
  int first_month_;
};

}  // namespace northstar
