#include "base/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>

namespace northstar {
namespace {

constexpr std::array<std::string_view, 6> kGrainNames = {"hour",  "day",     "week",
                                                         "month", "quarter", "year"};

int64_t FloorDivide(int64_t a, int64_t b) {
  return a / b - ((a % b != 0) && ((a < 0) != (b < 0)));
}

}  // namespace

std::string_view GrainName(Grain grain) {
  return kGrainNames[static_cast<size_t>(grain)];
}

std::optional<Grain> GrainFromName(std::string_view name) {
  for (const Grain grain : kAllGrains) {
    if (GrainName(grain) == name) return grain;
  }
  return std::nullopt;
}

Grain InferGrain(const std::vector<int64_t>& starts_us) {
  if (starts_us.size() < 2) return Grain::kDay;
  int64_t shortest = 366 * kMicrosPerDay;
  for (size_t i = 1; i < starts_us.size(); ++i) {
    const int64_t step = starts_us[i] - starts_us[i - 1];
    if (step > 0) shortest = std::min(shortest, step);
  }
  const int64_t days = shortest / kMicrosPerDay;
  if (days < 1) return Grain::kHour;
  if (days < 7) return Grain::kDay;
  if (days < 28) return Grain::kWeek;
  if (days < 89) return Grain::kMonth;
  return days < 364 ? Grain::kQuarter : Grain::kYear;
}

Day DayOf(CivilDate date) {
  return std::chrono::sys_days(std::chrono::year(date.year) /
                               std::chrono::month(static_cast<unsigned>(date.month)) /
                               std::chrono::day(static_cast<unsigned>(date.day)))
      .time_since_epoch()
      .count();
}

CivilDate CivilOf(Day day) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{day}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

Weekday WeekdayOf(Day day) {
  return static_cast<Weekday>(((day + 3) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
}

std::string FormatDay(Day day) {
  const CivilDate date = CivilOf(day);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  const auto parsed = ParseTime(text);
  if (!parsed || parsed->has_zone) return std::nullopt;
  return parsed->us / kMicrosPerDay;
}

std::string FormatInstant(int64_t utc_us) {
  const Day day = FloorDivide(utc_us, kMicrosPerDay);
  const int64_t rest = utc_us - day * kMicrosPerDay;
  const int64_t seconds = rest / kMicrosPerSecond;
  const int64_t micros = rest % kMicrosPerSecond;
  std::string text = fmt::format("{}T{:02}:{:02}:{:02}", FormatDay(day), seconds / 3600,
                                 seconds / 60 % 60, seconds % 60);
  if (micros != 0) text += fmt::format(".{:06}", micros);
  return text + "Z";
}

PeriodGrid::PeriodGrid(Grain grain, std::vector<int64_t> bounds, std::vector<int64_t> starts,
                       std::vector<Day> end_days)
    : grain_(grain),
      bounds_(std::move(bounds)),
      starts_(std::move(starts)),
      end_days_(std::move(end_days)) {
  NS_CHECK(bounds_.size() == starts_.size() + 1 && !starts_.empty());
  NS_CHECK(end_days_.size() == starts_.size());
  int64_t shortest = bounds_[1] - bounds_[0];
  for (size_t i = 1; i + 1 < bounds_.size(); ++i) {
    shortest = std::min(shortest, bounds_[i + 1] - bounds_[i]);
  }
  NS_CHECK(shortest > 0);
  shift_ = static_cast<int>(std::bit_width(static_cast<uint64_t>(shortest))) - 1;
  const auto granules = static_cast<size_t>((bounds_.back() - bounds_.front()) >> shift_) + 1;
  table_.resize(granules);
  int32_t period = 0;
  for (size_t g = 0; g < granules; ++g) {
    const int64_t at = bounds_.front() + (static_cast<int64_t>(g) << shift_);
    while (period + 1 < size() && at >= bounds_[static_cast<size_t>(period) + 1]) ++period;
    table_[g] = period;
  }
}

Day PeriodGrid::start_day(int period) const {
  return FloorDivide(starts_[static_cast<size_t>(period)], kMicrosPerDay);
}

int PeriodGrid::IndexOfDay(Day day) const {
  const Day first = start_day(0);
  const Day last = start_day(size() - 1);
  if (day <= first) return static_cast<int>(day - first);
  if (day >= last) return size() - 1 + static_cast<int>(day - last);
  const auto at = std::lower_bound(starts_.begin(), starts_.end(), day * kMicrosPerDay);
  return static_cast<int>(at - starts_.begin());
}

std::string PeriodGrid::Label(int period) const {
  const int64_t start = starts_[static_cast<size_t>(period)];
  const std::string day = FormatDay(FloorDivide(start, kMicrosPerDay));
  if (grain_ != Grain::kHour) return day;
  const int64_t hour = (start - FloorDivide(start, kMicrosPerDay) * kMicrosPerDay) / kMicrosPerHour;
  return fmt::format("{}T{:02}:00", day, hour);
}

Day Calendar::LocalDay(int64_t utc_us) const {
  return FloorDivide(zone_.ToLocal(utc_us), kMicrosPerDay);
}

Day Calendar::PeriodStart(Grain grain, Day day) const {
  const CivilDate date = CivilOf(day);
  const int month_of_year = (date.month - first_month_ + 12) % 12;
  const auto back_months = [&](int months) {
    const int index = date.year * 12 + date.month - 1 - months;
    return DayOf({index / 12, index % 12 + 1, 1});
  };
  switch (grain) {
    case Grain::kHour:
    case Grain::kDay:
      return day;
    case Grain::kWeek:
      return day - (static_cast<int>(WeekdayOf(day)) - static_cast<int>(first_day_) + 7) % 7;
    case Grain::kMonth:
      return back_months(0);
    case Grain::kQuarter:
      return back_months(month_of_year % 3);
    case Grain::kYear:
      return back_months(month_of_year);
  }
  return day;
}

Day Calendar::Shift(Grain grain, Day start, int periods) const {
  const CivilDate date = CivilOf(start);
  const auto months = [&](int count) {
    const int index = date.year * 12 + date.month - 1 + count;
    return DayOf({index / 12, index % 12 + 1, 1});
  };
  switch (grain) {
    case Grain::kHour:
    case Grain::kDay:
      return start + periods;
    case Grain::kWeek:
      return start + 7L * periods;
    case Grain::kMonth:
      return months(periods);
    case Grain::kQuarter:
      return months(3 * periods);
    case Grain::kYear:
      return months(12 * periods);
  }
  return start;
}

int64_t Calendar::Add(int64_t utc_us, int64_t days, int64_t exact_us) const {
  if (days == 0) return utc_us + exact_us;
  return zone_.FromLocal(zone_.ToLocal(utc_us) + days * kMicrosPerDay).utc_us + exact_us;
}

int64_t Calendar::AddMonths(int64_t utc_us, int months) const {
  const int64_t local = zone_.ToLocal(utc_us);
  const Day day = FloorDivide(local, kMicrosPerDay);
  const CivilDate date = CivilOf(day);
  const int index = date.year * 12 + date.month - 1 + months;
  const Day first = DayOf({index / 12, index % 12 + 1, 1});
  const Day next = DayOf({(index + 1) / 12, (index + 1) % 12 + 1, 1});
  const Day moved = std::min(first + date.day - 1, next - 1);
  return zone_.FromLocal(local + (moved - day) * kMicrosPerDay).utc_us;
}

Day Calendar::NextPeriod(Grain grain, Day start) const {
  return Shift(grain, start, 1);
}

PeriodGrid Calendar::Grid(Grain grain, int64_t first, int64_t last) const {
  NS_CHECK(first <= last);
  // Periods are bounded where the wall clock passes their starts, so an hour that a clock change
  // repeats is one period of two hours, and its label stays unique.
  const bool hours = grain == Grain::kHour;
  const auto day_of = [](int64_t local) { return FloorDivide(local, kMicrosPerDay); };
  const auto next = [&](int64_t start) {
    return hours ? start + kMicrosPerHour : NextPeriod(grain, day_of(start)) * kMicrosPerDay;
  };
  const int64_t local = zone_.ToLocal(first);
  int64_t start = hours ? FloorDivide(local, kMicrosPerHour) * kMicrosPerHour
                        : PeriodStart(grain, day_of(local)) * kMicrosPerDay;
  while (zone_.FirstInstantAt(start) > first)  // the clock falls back behind it once more
    start = hours ? start - kMicrosPerHour : PeriodStart(grain, day_of(start) - 1) * kMicrosPerDay;
  std::vector<int64_t> bounds;
  std::vector<int64_t> starts;
  std::vector<Day> end_days;
  for (int64_t at = zone_.FirstInstantAt(start); bounds.size() < 2 || bounds.back() <= last;
       start = next(start), at = zone_.FirstInstantAt(start)) {
    if (!bounds.empty() && at == bounds.back()) {  // the clock skipped the whole period before
      starts.pop_back();
      end_days.pop_back();
      bounds.pop_back();
    }
    bounds.push_back(at);
    starts.push_back(start);
    end_days.push_back(hours ? day_of(start) + 1 : day_of(next(start)));
  }
  starts.pop_back();
  end_days.pop_back();
  return {grain, std::move(bounds), std::move(starts), std::move(end_days)};
}

}  // namespace northstar
