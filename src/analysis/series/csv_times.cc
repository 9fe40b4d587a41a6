#include "analysis/series/csv_times.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace northstar {
namespace {

// 1949.083 is February 1949.
TimeColumn FromFractions(const std::vector<double>& years) {
  TimeColumn out;
  double step = 1;
  for (size_t i = 1; i < years.size(); ++i) {
    if (years[i] - years[i - 1] > 1e-6) step = std::min(step, years[i] - years[i - 1]);
  }
  out.grain = step < 0.05  ? Grain::kWeek
              : step < 0.2 ? Grain::kMonth
              : step < 0.6 ? Grain::kQuarter
                           : Grain::kYear;
  for (const double value : years) {
    const int year = static_cast<int>(std::floor(value + 1e-6));
    const double rest = std::max(0.0, value - year);
    if (out.grain == Grain::kWeek) {
      out.days.push_back(DayOf({year, 1, 1}) + static_cast<Day>(std::lround(rest * 52.18)) * 7);
    } else {
      out.days.push_back(
          DayOf({year, 1 + std::min(11, static_cast<int>(std::lround(rest * 12))), 1}));
    }
  }
  return out;
}

std::optional<Day> ParseMonth(const std::string& text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  return ParseDay(text + "-01");
}

}  // namespace

bool IsPlainNumber(const std::string& text) {
  const auto number = ParseNumber(Trim(text));
  return number && std::fabs(*number) < 100'000;
}

Result<TimeColumn> ReadTimes(const std::string& file, const std::vector<std::string>& times) {
  TimeColumn out;
  std::vector<double> numbers;
  std::vector<int64_t> starts;
  for (size_t i = 0; i < times.size(); ++i) {
    const std::string text(Trim(times[i]));
    const auto number = ParseNumber(text);
    if (number && std::fabs(*number) < 100'000) {
      numbers.push_back(*number);
      continue;
    }
    const auto month = ParseMonth(text);
    const auto parsed = ParseTime(text);
    if (!month && !parsed) {
      return Error::Data(fmt::format("'{}', row {}: '{}' is not a date", file, i + 1, text),
                         "write dates like 2020-01-31 or 2020-01");
    }
    out.days.push_back(month ? *month : parsed->us / kMicrosPerDay);
    starts.push_back(out.days.back() * kMicrosPerDay);
  }
  if (!numbers.empty() && !starts.empty()) {
    return Error::Data(fmt::format("'{}' mixes numbers and dates in its time column", file));
  }
  if (!starts.empty()) {
    std::sort(starts.begin(), starts.end());
    out.grain = InferGrain(starts);
    return out;
  }
  const bool years =
      std::all_of(numbers.begin(), numbers.end(), [](double n) { return n >= 1500 && n < 2200; });
  if (years) return FromFractions(numbers);
  // Row numbers: there is no calendar, so they are read as months.
  for (size_t i = 0; i < numbers.size(); ++i) {
    const int index = 1900 * 12 + static_cast<int>(std::lround(numbers[i] - numbers[0]));
    out.days.push_back(DayOf({index / 12, index % 12 + 1, 1}));
  }
  out.note = "The time column holds row numbers; each row was read as a month.";
  return out;
}

bool IsMissing(std::string_view text) {
  const std::string_view trimmed = Trim(text);
  return trimmed.empty() || trimmed == "NA" || trimmed == "NaN" || trimmed == "nan" ||
         trimmed == "null";
}

}  // namespace northstar
