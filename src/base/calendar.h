// The project's one calendar: local periods with its zone, first day of the week and first month of
// the year. Queries, comparisons and tests all ask this object, so that they cannot disagree. Dates
// are days since 1970-01-01 of the proleptic Gregorian calendar; instants are UTC microseconds,
// local times microseconds of the wall clock on the same scale. Immutable, thread safe.
// It leaves out holidays and other calendars. What a change of the clock does to a period is
// decided here and in time_zone.h, nowhere else: a day may have 23 or 25 hours, and one that the
// clock skips has no period at all.
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

// Lengths of periods, from the shortest to the longest: comparisons with < are meant.
enum class Grain { kHour, kDay, kWeek, kMonth, kQuarter, kYear };
inline constexpr Grain kAllGrains[] = {Grain::kHour,  Grain::kDay,     Grain::kWeek,
                                       Grain::kMonth, Grain::kQuarter, Grain::kYear};

// "hour", "day" … as in project files and requests; nullopt for any other word, capitals included.
std::string_view GrainName(Grain grain);
std::optional<Grain> GrainFromName(std::string_view name);

// The grain whose periods are as far apart as these starts (ascending wall-clock times, in
// microseconds): the shortest step decides, so that gaps do no harm. Equal starts are passed over.
// Day when there are fewer than two.
Grain InferGrain(const std::vector<int64_t>& starts_us);

// As in ISO 8601, but from 0: casts to int are meant.
enum class Weekday { kMonday = 0, kTuesday, kWednesday, kThursday, kFriday, kSaturday, kSunday };

// Days since 1970-01-01, negative before. Local or UTC is for the name of the variable to say.
using Day = int64_t;

struct CivilDate {
  int year;
  int month;  // 1-12
  int day;    // 1-31
};
// Between dates and days; both ways exact. REQUIRES: a date that exists, years from -32,767 to
// 32,767.
Day DayOf(CivilDate date);
CivilDate CivilOf(Day day);
Weekday WeekdayOf(Day day);
// "2011-01-03".
std::string FormatDay(Day day);
// "2011-01-03", a date that exists, in just these ten bytes; else nullopt.
std::optional<Day> ParseDay(std::string_view text);
// "2011-01-03T10:00:00Z", with six digits of a second where it is not whole.
std::string FormatInstant(int64_t utc_us);

// A run of periods without gaps, each [bounds[i], bounds[i+1]) in UTC microseconds and `starts[i]`
// in local microseconds. `end_days[i]` is the local day after the period's last, which need not be
// the start of the next period: the clock may skip a day. Calendar::Grid makes grids. Memory is
// proportional to the number of periods; IndexOf costs one table look-up and one comparison, so
// that a scan can afford it for every row.
class PeriodGrid {
 public:
  // A grid of one period of a microsecond, for members that are set later.
  PeriodGrid() = default;
  // REQUIRES (checked): bounds ascending strictly, one more than starts, at least one period; as
  // many end_days as starts.
  PeriodGrid(Grain grain, std::vector<int64_t> bounds, std::vector<int64_t> starts,
             std::vector<Day> end_days);

  Grain grain() const { return grain_; }
  // Periods, at least 1; every `period` below is in [0, size()).
  int size() const { return static_cast<int>(starts_.size()); }
  // The whole run is [begin_us, end_us), UTC.
  int64_t begin_us() const { return bounds_.front(); }
  int64_t end_us() const { return bounds_.back(); }
  const std::vector<int64_t>& bounds() const { return bounds_; }
  // The local day on which the period starts.
  Day start_day(int period) const;
  int64_t start_local_us(int period) const { return starts_[static_cast<size_t>(period)]; }
  // The period that holds a local day, counted on evenly before the grid and beyond it. A day that
  // the clock skipped is in the next one. REQUIRES: a grid of days.
  int IndexOfDay(Day day) const;
  // Exclusive; for hours the day after the one that they start on.
  Day end_day(int period) const { return end_days_[static_cast<size_t>(period)]; }
  // The local start: "2011-01-03"; hours "2011-01-03T14:00". Unique within a grid.
  std::string Label(int period) const;
  // The same periods at the same instants.
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

// A value: copying copies the zone's list of changes (a few hundred entries).
class Calendar {
 public:
  // REQUIRES: first_month_of_year from 1 to 12.
  Calendar(TimeZone zone, Weekday first_day_of_week, int first_month_of_year)
      : zone_(std::move(zone)), first_day_(first_day_of_week), first_month_(first_month_of_year) {}

  const TimeZone& zone() const { return zone_; }
  Weekday first_day_of_week() const { return first_day_; }
  int first_month_of_year() const { return first_month_; }

  // The day that the wall clock shows; DayStart is the instant from which on it never shows an
  // earlier one.
  Day LocalDay(int64_t utc_us) const;
  int64_t DayStart(Day day) const { return zone_.FirstInstantAt(day * kMicrosPerDay); }
  // The first day of the period that holds `day`, and of the one after the period that starts on
  // `start`. Quarters and years start in the project's first month. REQUIRES: grain is day or
  // coarser; an hour is taken for a day.
  Day PeriodStart(Grain grain, Day day) const;
  Day NextPeriod(Grain grain, Day start) const;
  // Moves a period start by whole periods, back when negative. Months, quarters and years keep to
  // first days of months. REQUIRES: `start` is the start of a period of that grain.
  Day Shift(Grain grain, Day start, int periods) const;

  // The instant a duration later (earlier when negative): days by the wall clock, so that 10:00
  // stays 10:00 over a change of the clock, the rest exact. With 0 days nothing asks the clock.
  int64_t Add(int64_t utc_us, int64_t days, int64_t exact_us) const;

  // The same wall-clock time some months later (earlier when negative); the 31st becomes the last
  // day of a shorter month, and stays there when months are added again.
  int64_t AddMonths(int64_t utc_us, int months) const;

  // The periods from the one that holds `first` to the one that holds `last`, both instants and
  // both whole. A repeated hour is one period of two hours; a skipped period is not there.
  // O(periods). REQUIRES: first <= last.
  PeriodGrid Grid(Grain grain, int64_t first_utc_us, int64_t last_utc_us) const;

 private:
  TimeZone zone_;
  Weekday first_day_;
  int first_month_;
};

}  // namespace northstar
