// `lead --csv`: rows of any file → periods → the lead test. Understands dates, months (2020-01),
// years, fractions of years (1949.25, as R writes time series) and plain row numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/lead.h"
#include "base/text.h"

namespace northstar {
namespace {

struct TimedRow {
  Day day;
  double candidate, outcome;
};

struct TimeColumn {
  std::vector<Day> days;
  Grain grain = Grain::kMonth;
  std::string note;
};

Error RowError(const CsvRows& rows, size_t row, const std::string& message,
               const std::string& hint = "") {
  return Error::Data(fmt::format("'{}', row {}: {}", rows.file, row + 1, message), hint);
}

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

Result<TimeColumn> ReadTimes(const CsvRows& rows) {
  TimeColumn out;
  std::vector<double> numbers;
  std::vector<int64_t> starts;
  for (size_t i = 0; i < rows.time.size(); ++i) {
    const std::string text(Trim(rows.time[i]));
    const auto number = ParseNumber(text);
    if (number && std::fabs(*number) < 100'000) {
      numbers.push_back(*number);
      continue;
    }
    const auto month = ParseMonth(text);
    const auto parsed = ParseTime(text);
    if (!month && !parsed) {
      return RowError(rows, i, fmt::format("'{}' is no time", text),
                      "dates are written like 2020-01-31 or 2020-01");
    }
    out.days.push_back(month ? *month : parsed->us / kMicrosPerDay);
    starts.push_back(out.days.back() * kMicrosPerDay);
  }
  if (!numbers.empty() && !starts.empty()) {
    return Error::Data(fmt::format("'{}' mixes numbers and dates in its time column", rows.file));
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

Result<std::optional<double>> ReadValue(const CsvRows& rows, size_t row, const std::string& text) {
  if (Trim(text).empty() || text == "NA") return std::optional<double>();
  const auto value = ParseNumber(text);
  if (!value) return RowError(rows, row, fmt::format("'{}' is no number", text));
  return std::optional<double>(*value);
}

// Days become whole weeks from Monday; a week with a missing day is left out.
std::map<Day, double> FoldWeeks(const std::map<Day, double>& days, const Calendar& calendar,
                                WeekFold fold) {
  std::map<Day, std::pair<double, int>> weeks;
  for (const auto& [day, value] : days) {
    auto& [sum, count] = weeks[calendar.PeriodStart(Grain::kWeek, day)];
    sum += value;
    ++count;
  }
  std::map<Day, double> out;
  for (const auto& [start, week] : weeks) {
    if (week.second == 7) out[start] = fold == WeekFold::kSum ? week.first : week.first / 7;
  }
  return out;
}

}  // namespace

Result<LeadFindings> LeadOfRows(const CsvRows& rows, const std::string& candidate,
                                const std::string& outcome, WeekFold fold) {
  NS_ASSIGN(TimeColumn times, ReadTimes(rows));
  const Calendar calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1);
  if (times.grain == Grain::kHour) {
    return Error::Usage("the rows are less than a day apart",
                        "bring them to days, weeks or months first");
  }
  std::map<Day, double> x;
  std::map<Day, double> y;
  // Weeks may start on any weekday: they keep their own starts, shifted to Monday.
  for (size_t i = 0; i < times.days.size(); ++i) {
    NS_ASSIGN(const std::optional<double> a, ReadValue(rows, i, rows.candidate[i]));
    NS_ASSIGN(const std::optional<double> b, ReadValue(rows, i, rows.outcome[i]));
    const Day start = times.grain == Grain::kDay ? times.days[i]
                                                 : calendar.PeriodStart(times.grain, times.days[i]);
    if (a && !x.emplace(start, *a).second) {
      return RowError(
          rows, i,
          fmt::format("a second row for the {} of {}", GrainName(times.grain), FormatDay(start)));
    }
    if (b) y.emplace(start, *b);
  }
  if (times.grain == Grain::kDay) {
    if (fold == WeekFold::kNone) {
      return Error::Usage("daily series are brought to weeks first: say how",
                          "--how sum for amounts, --how mean for levels and counts of people");
    }
    x = FoldWeeks(x, calendar, fold);
    y = FoldWeeks(y, calendar, fold);
    times.grain = Grain::kWeek;
  }
  const AlignedSeries series = Align({x}, y, calendar, times.grain);
  if (series.starts.empty()) {
    return Error::Data("the two series have no period in common");
  }
  stats::LeadOptions options;
  options.threads = DefaultLeadThreads();
  LeadFindings findings =
      FindLeads(series, {candidate}, outcome, {candidate == outcome}, options, calendar)[0];
  if (!times.note.empty()) findings.caveats.push_back(times.note);
  const size_t all = std::min(x.size(), y.size());
  if (series.starts.size() < all) {
    findings.caveats.push_back(
        fmt::format("There are gaps: only the last {} in a row were used.",
                    Plural(static_cast<long long>(series.starts.size()), GrainName(series.grain))));
  }
  return findings;
}

}  // namespace northstar
