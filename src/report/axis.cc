#include "report/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/calendar.h"
#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

constexpr double kLargest = 1e300;  // beyond, steps of the axis are no numbers
constexpr double kFarFromZero = 2;  // times the spread of the values

double NiceStep(double range, int intervals) {
  const double raw = range / intervals;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  const double ratio = raw / power;
  return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
}

struct TickUnit {
  double size = 1;
  const char* text = "";
};

// What a tick is counted in: all ticks of an axis in the same.
TickUnit UnitFor(double largest, const ValueLook& look) {
  if (look.kind == ValueLook::Kind::kPercent) return {0.01, "%"};
  if (look.kind == ValueLook::Kind::kDuration) {
    if (largest < 120) return {1, "\u202fs"};
    if (largest < 7200) return {60, "\u202fmin"};
    return largest < 3 * 86'400 ? TickUnit{3600, "\u202fh"} : TickUnit{86'400, "\u202fdays"};
  }
  if (largest >= 1e15) return {1, ""};
  if (largest >= 1e12) return {1e12, "T"};
  if (largest >= 1e9) return {1e9, "B"};
  if (largest >= 1e6) return {1e6, "M"};
  return largest >= 1e5 ? TickUnit{1e3, "k"} : TickUnit{1, ""};
}

std::string TickLabel(double value, double step, const ValueLook& look, const TickUnit& unit) {
  const double shown = std::fabs(value) / unit.size;
  const double shown_step = step / unit.size;
  const int decimals =
      std::clamp(-static_cast<int>(std::floor(std::log10(shown_step) + 1e-9)), 0, 12);
  std::string number = value == 0                         ? "0"
                       : shown >= 1e15 || (decimals >= 6) ? fmt::format("{:.3g}", shown)
                       : decimals > 0                     ? fmt::format("{:.{}f}", shown, decimals)
                                                          : WithThousands(std::llround(shown));
  const char* suffix = value == 0 && look.kind == ValueLook::Kind::kNumber ? "" : unit.text;
  return (value < 0 ? "−" : "") + look.currency + number + suffix;
}

}  // namespace

double ValueAxis::Share(double value) const {
  return std::clamp((value - low) / (high - low), 0.0, 1.0);
}

ValueAxis MakeValueAxis(double low, double high, int intervals, const ValueLook& look, bool free) {
  low = std::clamp(low, -kLargest, kLargest);
  high = std::clamp(high, low, kLargest);
  const double near = std::min(std::fabs(low), std::fabs(high));
  const bool apart = free && low * high > 0 && high > low && near > kFarFromZero * (high - low);
  if (!apart) {
    low = std::min(low, 0.0);
    high = std::max(high, 0.0);
  }
  if (!(high > low)) high = low + 1;
  const TickUnit unit = UnitFor(std::max(std::fabs(low), std::fabs(high)), look);
  const double step = NiceStep((high - low) / unit.size, intervals) * unit.size;
  const double first = std::floor(low / step + 1e-9);
  const double last = std::max(first + 1, std::ceil(high / step - 1e-9));
  ValueAxis axis;
  for (double k = first; k <= last; ++k) axis.ticks.push_back(k * step);
  axis.low = axis.ticks.front();
  axis.high = axis.ticks.back();
  for (const double tick : axis.ticks) axis.labels.push_back(TickLabel(tick, step, look, unit));
  return axis;
}

namespace {

constexpr int64_t kHour = 3600;

// A point of time as the parts that ticks look at; wall clock.
struct Moment {
  int64_t hours = 0;  // since 1970
  Day day = 0;
  CivilDate date{};
};

std::optional<Moment> MomentOf(const std::string& label) {
  const auto time = ParseTime(label);
  if (!time) return std::nullopt;
  Moment moment;
  const int64_t second = time->us / 1'000'000 - (time->us % 1'000'000 < 0 ? 1 : 0);
  moment.hours = second / kHour - (second % kHour < 0 ? 1 : 0);
  moment.day = moment.hours / 24 - (moment.hours % 24 < 0 ? 1 : 0);
  moment.date = CivilOf(moment.day);
  return moment;
}

enum class Unit { kHours, kDays, kMonths };
// "every `many` of a unit"
struct Every {
  Unit unit;
  int many;
};
constexpr Every kEvery[] = {{Unit::kHours, 1},    {Unit::kHours, 3},   {Unit::kHours, 6},
                            {Unit::kHours, 12},   {Unit::kDays, 1},    {Unit::kDays, 7},
                            {Unit::kMonths, 1},   {Unit::kMonths, 3},  {Unit::kMonths, 6},
                            {Unit::kMonths, 12},  {Unit::kMonths, 24}, {Unit::kMonths, 60},
                            {Unit::kMonths, 120}, {Unit::kMonths, 600}};
constexpr Day kFirstMonday = 4;  // Jan 5, 1970

int64_t FloorDiv(int64_t a, int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// The number of the stretch that holds the moment.
int64_t StretchOf(const Moment& m, const Every& every) {
  switch (every.unit) {
    case Unit::kHours:
      return FloorDiv(m.hours, every.many);
    case Unit::kDays:
      return FloorDiv(m.day - kFirstMonday, every.many);
    case Unit::kMonths:
      return FloorDiv(m.date.year * 12 + m.date.month - 1, every.many);
  }
  return 0;
}

std::string TextOf(const Moment& m, const Every& every, bool year) {
  if (every.unit == Unit::kMonths && every.many >= 12) return std::to_string(m.date.year);
  if (every.unit == Unit::kMonths && year && m.date.month == 1) return std::to_string(m.date.year);
  if (every.unit == Unit::kMonths)
    return std::string(MonthName(m.date.month)) + (year ? fmt::format(" {}", m.date.year) : "");
  const std::string day = fmt::format("{} {}", MonthName(m.date.month), m.date.day);
  if (year) return fmt::format("{}, {}", day, m.date.year);
  return every.unit == Unit::kHours && m.hours % 24 != 0
             ? fmt::format("{:02}:00", m.hours - m.day * 24)
             : day;
}

// The first point counts where a stretch begins within one step before it: its own is the step to
// the next.
std::vector<size_t> Starts(const std::vector<Moment>& moments, const Every& every) {
  std::vector<size_t> starts;
  for (size_t i = 0; i < moments.size(); ++i) {
    Moment before = moments[i];
    if (i > 0) {
      before = moments[i - 1];
    } else if (moments.size() > 1) {
      before.hours -= std::max<int64_t>(1, moments[1].hours - moments[0].hours);
      before.day = FloorDiv(before.hours, 24);
      before.date = CivilOf(before.day);
    }
    if (StretchOf(before, every) != StretchOf(moments[i], every)) starts.push_back(i);
  }
  return starts;
}

std::vector<TimeTick> PlainTicks(const std::vector<std::string>& labels, size_t most) {
  std::vector<TimeTick> ticks;
  const size_t every = (labels.size() + most - 1) / std::max<size_t>(1, most);
  for (size_t i = 0; i < labels.size(); i += std::max<size_t>(1, every))
    ticks.push_back({i, labels[i], false});
  return ticks;
}

}  // namespace

std::vector<TimeTick> TimeTicks(const std::vector<std::string>& labels, size_t most) {
  std::vector<Moment> moments;
  for (const std::string& label : labels) {
    const auto moment = MomentOf(label);
    if (!moment) return PlainTicks(labels, most);
    moments.push_back(*moment);
  }
  for (const Every& every : kEvery) {
    const std::vector<size_t> starts = Starts(moments, every);
    if (starts.size() > most) continue;
    std::vector<TimeTick> ticks;
    int year = 0;
    for (const size_t at : starts) {
      // The first tick says the year, and each that opens one.
      const bool opens = moments[at].date.year != year;
      year = moments[at].date.year;
      ticks.push_back({at, TextOf(moments[at], every, opens), opens});
    }
    if (ticks.empty() && !labels.empty()) return PlainTicks(labels, 1);
    return ticks;
  }
  return PlainTicks(labels, most);
}

}  // namespace northstar
