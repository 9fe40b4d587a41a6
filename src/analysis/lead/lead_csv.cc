// `lead --csv`: rows of any file → periods → the lead test. Understands dates, months (2020-01),
// years, fractions of years (1949.25, as R writes time series) and plain row numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/lead/lead.h"
#include "analysis/series/csv_times.h"
#include "base/text.h"

namespace northstar {
namespace {

struct TimedRow {
  Day day;
  double candidate, outcome;
};

Error RowError(const CsvRows& rows, size_t row, const std::string& message,
               const std::string& hint = "") {
  return Error::Data(fmt::format("'{}', row {}: {}", rows.file, row + 1, message), hint);
}

Result<std::optional<double>> ReadValue(const CsvRows& rows, size_t row, const std::string& text) {
  if (IsMissing(text)) return std::optional<double>();
  const auto value = ParseNumber(text);
  if (!value) return RowError(rows, row, fmt::format("'{}' is not a number", text));
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
  NS_ASSIGN(TimeColumn times, ReadTimes(rows.file, rows.time));
  const Calendar calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1);
  if (times.grain == Grain::kHour) {
    return Error::Usage("the rows are less than a day apart",
                        "aggregate them to days, weeks or months first");
  }
  std::map<Day, double> x;
  std::map<Day, double> y;
  // Weeks may start on any weekday: they keep their own starts, shifted to Monday.
  for (size_t i = 0; i < times.days.size(); ++i) {
    NS_ASSIGN(const std::optional<double> a, ReadValue(rows, i, rows.candidate[i]));
    NS_ASSIGN(const std::optional<double> b, ReadValue(rows, i, rows.outcome[i]));
    const Day start = times.grain == Grain::kDay ? times.days[i]
                                                 : calendar.PeriodStart(times.grain, times.days[i]);
    if ((a && !x.emplace(start, *a).second) || (b && !y.emplace(start, *b).second)) {
      return RowError(
          rows, i,
          fmt::format("a second row for the {} of {}", GrainName(times.grain), FormatDay(start)));
    }
  }
  if (times.grain == Grain::kDay) {
    if (fold == WeekFold::kNone) {
      return Error::Usage("daily series are aggregated to weeks first: choose how",
                          "--how sum for amounts, --how mean for levels and counts of people");
    }
    x = FoldWeeks(x, calendar, fold);
    y = FoldWeeks(y, calendar, fold);
    times.grain = Grain::kWeek;
  }
  const AlignedPair series = Align(x, y, calendar, times.grain);
  if (series.starts.empty()) {
    return Error::Data("the two series have no period in common");
  }
  stats::LeadOptions options;
  options.threads = DefaultLeadThreads();
  const OutcomeLink link = candidate == outcome ? OutcomeLink::kSame : OutcomeLink::kNone;
  LeadFindings findings = FindLeads({{{candidate}, series, link, stats::LeadSign::kEither}},
                                    {outcome}, options, calendar)[0];
  if (!times.note.empty()) findings.caveats.push_back(times.note);
  const size_t all = std::min(x.size(), y.size());
  if (series.starts.size() < all) {
    findings.caveats.push_back(
        fmt::format("There are gaps: only the last {} without a gap were used.",
                    Plural(static_cast<long long>(series.starts.size()), GrainName(series.grain))));
  }
  return findings;
}

}  // namespace northstar
