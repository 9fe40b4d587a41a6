#include "analysis/series/regular_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "analysis/series/csv_times.h"
#include "base/text.h"
#include "model/metric_look.h"

namespace northstar {
namespace {

constexpr double kDay = 86'400;
constexpr double kMonthDays = 30.4375;
constexpr size_t kLongestGrid = 5'000'000;
constexpr double kLargestValue = 1e100;  // as when events are loaded
constexpr int kWorkingDays = 3;  // by which the last working day of a month may be before its end

struct TimedRow {
  int64_t us, local_us;  // UTC where a zone is written; as the clock shows
  std::string label;
  std::optional<double> value;
};

// "Z", " UTC", "+02:00", "-0530" at the end of a time; empty: there is none.
std::string ZoneSuffix(const std::string& time) {
  const size_t last = time.find_last_of("0123456789");
  if (time.size() <= 10 || last == std::string::npos) return "";
  if (last + 1 < time.size()) return time.substr(last + 1);
  const size_t sign = time.find_last_of("+-");
  if (sign == std::string::npos || sign < 13) return "";
  return time.substr(time[sign - 1] == ' ' ? sign - 1 : sign);
}

int64_t OffsetOf(const std::string& zone) {
  int digits[4] = {0, 0, 0, 0};
  size_t count = 0;
  for (const char c : zone) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0 && count < 4) digits[count++] = c - '0';
  }
  const int64_t minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3];
  return (zone.find('-') != std::string::npos ? -minutes : minutes) * 60 * kMicrosPerSecond;
}

int DaysInMonth(int year, int month) {
  const Day next = month == 12 ? DayOf({year + 1, 1, 1}) : DayOf({year, month + 1, 1});
  return static_cast<int>(next - DayOf({year, month, 1}));
}

Day DayAt(int64_t us) {  // also before 1970
  return (us - (us < 0 ? kMicrosPerDay - 1 : 0)) / kMicrosPerDay;
}

// Counted from the year 0.
int MonthOf(int64_t us) {
  const CivilDate date = CivilOf(DayAt(us));
  return date.year * 12 + date.month - 1;
}

Result<std::vector<TimedRow>> ReadRows(const std::string& file,
                                       const std::vector<std::string>& times,
                                       const std::vector<std::string>& values) {
  std::vector<TimedRow> rows;
  // Fractions of years and row numbers are read as `lead --csv` reads them.
  const bool plain = std::all_of(times.begin(), times.end(), IsPlainNumber);
  TimeColumn column;
  if (plain) {
    NS_ASSIGN(column, ReadTimes(file, times));
  }
  for (size_t i = 0; i < times.size(); ++i) {
    TimedRow row{0, 0, std::string(Trim(times[i])), {}};
    const auto time = plain ? std::optional(ParsedTime{column.days[i] * kMicrosPerDay, false})
                            : ParseTime(row.label);
    if (!time) {
      return Error::Data(
          fmt::format("'{}', row {}: '{}' is not a date or time", file, i + 1, times[i]),
          "write times like 2020-01-31 or 2020-01-31 14:05:00");
    }
    row.us = time->us;
    row.local_us = time->us + (time->has_zone ? OffsetOf(ZoneSuffix(row.label)) : 0);
    const std::string text(Trim(values[i]));
    if (!IsMissing(text)) {
      row.value = ParseNumber(text);
      if (!row.value)
        return Error::Data(
            fmt::format("'{}', row {}: '{}' is not a number", file, i + 1, values[i]));
      if (std::fabs(*row.value) > kLargestValue)
        return Error::Data(fmt::format("'{}', row {}: {} is beyond 1e100", file, i + 1, text));
    }
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const TimedRow& a, const TimedRow& b) { return a.us < b.us; });
  return rows;
}

// Times without a zone come twice when a clock is set back, and all at once when it is set ahead:
// about an hour of rows. Any other second row of a time could be a part or a mistake.
Status CheckRepeats(const std::string& file, const std::vector<TimedRow>& rows, int64_t step_us,
                    std::vector<std::string>& notes) {
  constexpr int64_t kShortest = 30 * 60 * kMicrosPerSecond, kLongest = 4 * kShortest;
  int64_t repeated = 0;
  std::string label;
  for (size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].us != rows[i - 1].us) continue;
    if (repeated++ == 0) label = rows[i].label;
  }
  if (repeated == 0) return Status::Ok();
  if (repeated * step_us < kShortest || repeated * step_us > kLongest) {
    return Error::Data(fmt::format("'{}': a second row for {}", file, label),
                       "keep one row per time; sum or average rows with the same time first");
  }
  notes.push_back(
      fmt::format("Duplicate times, as after a clock change: {} from {} on; all are kept.",
                  Plural(repeated, "row"), label));
  return Status::Ok();
}

// The place in its month that all rows have, within the few days by which working days differ: the
// day, or 31 for the end. Nullopt: there is none.
std::optional<int> CommonDayOfMonth(const std::vector<TimedRow>& rows) {
  int earliest = 31;
  int latest = 1;
  int furthest_from_end = 0;
  for (const TimedRow& row : rows) {
    const CivilDate date = CivilOf(DayAt(row.local_us));
    const int end = DaysInMonth(date.year, date.month);
    furthest_from_end = std::max(furthest_from_end, end - date.day);
    // As the 30th February is its 28th.
    latest = std::max(latest, date.day);
    earliest = std::min(earliest, date.day == end ? 31 : date.day);
  }
  if (furthest_from_end == 0) return 31;
  if (earliest >= latest) return latest;
  if (furthest_from_end <= kWorkingDays) return 31;
  return latest - earliest <= kWorkingDays ? std::optional(earliest) : std::nullopt;
}

// Months, quarters, half-years and years have no even step in seconds: those are told by the
// calendar. 0: the rows are no whole months apart.
int CommonMonths(const std::vector<TimedRow>& rows) {
  if (!CommonDayOfMonth(rows)) return 0;
  int common = 0;
  for (size_t i = 1; i < rows.size(); ++i) {
    const int months = MonthOf(rows[i].local_us) - MonthOf(rows[i - 1].local_us);
    if (months == 0 && rows[i].local_us != rows[i - 1].local_us) return 0;
    common = std::gcd(common, months);
  }
  return common;
}

std::optional<Grain> GrainOfMonths(int months) {
  switch (months) {
    case 1:
      return Grain::kMonth;
    case 3:
      return Grain::kQuarter;
    case 12:
      return Grain::kYear;
    default:
      return std::nullopt;
  }
}

// The commonest distance of neighbouring times.
int64_t CommonStep(const std::vector<TimedRow>& rows) {
  std::map<int64_t, int> steps;
  for (size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].us > rows[i - 1].us) ++steps[rows[i].us - rows[i - 1].us];
  }
  int64_t step = 0;
  int most = 0;
  for (const auto& [distance, count] : steps) {
    if (count > most) step = distance, most = count;
  }
  return step;
}

std::string LabelOf(int64_t us, const std::string& like) {
  if (IsPlainNumber(like) && like.find('-') == std::string::npos)
    return FormatDay(us / kMicrosPerDay);
  const std::string full = FormatInstant(us);  // 2020-01-31T14:05:00Z
  if (like.find_first_not_of("0123456789") == std::string::npos) return full;  // of an epoch
  if (like.size() <= 10) return full.substr(0, like.size());
  const std::string zone = ZoneSuffix(like);
  const std::string local = FormatInstant(us + OffsetOf(zone));
  const size_t written = like.size() - zone.size();
  std::string label = local.substr(0, std::min<size_t>(19, std::max<size_t>(16, written)));
  if (like[10] != 'T') label[10] = ' ';
  return label + zone;
}

}  // namespace

double SecondsOf(Grain grain) {
  switch (grain) {
    case Grain::kHour:
      return 3'600;
    case Grain::kDay:
      return kDay;
    case Grain::kWeek:
      return 7 * kDay;
    case Grain::kMonth:
      return kMonthDays * kDay;
    case Grain::kQuarter:
      return 3 * kMonthDays * kDay;
    case Grain::kYear:
      return 12 * kMonthDays * kDay;
  }
  return kDay;
}

std::vector<double> ExactSeasons(double step_seconds) {
  std::vector<double> seasons;
  for (const double days : {1.0, 7.0, 365.25}) {
    const double length = days * kDay / step_seconds;
    if (length >= 2) seasons.push_back(length);
  }
  return seasons;
}

std::vector<int> SeasonsOf(const RegularSeries& series) {
  std::vector<int> seasons;
  const double points_per_day = kDay / series.step_seconds;
  for (const double days : {1.0, 7.0, 365.25}) {
    const double length = days * points_per_day;
    const auto whole = static_cast<int>(std::lround(length));
    if (whole >= 2 && std::fabs(length - whole) < 0.26) seasons.push_back(whole);
    // A year of weeks is not whole; 52 is what is used.
    if (days > 300 && std::fabs(length - 52.18) < 0.1) seasons.push_back(52);
  }
  std::sort(seasons.begin(), seasons.end());
  seasons.erase(std::unique(seasons.begin(), seasons.end()), seasons.end());
  return seasons;
}

namespace {

// Of a metric by its grain.
int MonthsBetween(const RegularSeries& series) {
  if (series.step_months > 0 || !series.grain) return series.step_months;
  return *series.grain == Grain::kMonth     ? 1
         : *series.grain == Grain::kQuarter ? 3
         : *series.grain == Grain::kYear    ? 12
                                            : 0;
}

}  // namespace

std::string LabelAfter(const RegularSeries& series, int ahead) {
  const int64_t last = series.starts_us.back();
  const std::string& like = series.labels.back();
  if (const int months = MonthsBetween(series); months > 0) {
    const int64_t offset = OffsetOf(ZoneSuffix(like));
    const int64_t of_day = (last + offset) - DayAt(last + offset) * kMicrosPerDay;
    const int month = MonthOf(last + offset) + ahead * months;
    const int year = month / 12;
    const int of_year = month % 12 + 1;
    const int day = std::min(series.day_of_month, DaysInMonth(year, of_year));
    return LabelOf(DayOf({year, of_year, day}) * kMicrosPerDay + of_day - offset, like);
  }
  return LabelOf(last + static_cast<int64_t>(series.step_seconds * 1e6) * ahead, like);
}

Result<RegularSeries> SeriesOfMetric(Engine& engine, const ProjectRef& project,
                                     const DataFacts& facts, int64_t now_us,
                                     const Question& question) {
  NS_ASSIGN(const QueryResult result, RunQuery(engine, project, question, facts, now_us, {}));
  RegularSeries series;
  if (!result.not_measured.empty())
    return Error::Data(result.not_measured, "'northstar validate' shows where");
  const MetricSeries& metric = result.series.front();
  series.metric = metric.metric->name;
  series.look = LookOf(*metric.metric);
  series.name = metric.metric->label;
  series.grain = result.grain;
  series.step_seconds = SecondsOf(result.grain);
  size_t last = metric.points.size();
  while (last > 0 && !metric.points[last - 1].complete) --last;
  size_t first = 0;
  while (first < last && (!metric.points[first].complete || !metric.points[first].value)) ++first;
  if (first == last) {
    return Error::Data(
        fmt::format("{} has no complete {} yet", metric.metric->name, GrainName(result.grain)));
  }
  for (size_t i = first; i < last; ++i) {
    const Point& point = metric.points[i];
    series.labels.push_back(result.periods[i]);
    series.values.push_back(point.complete ? point.value : std::nullopt);
    series.given.push_back(true);
    const auto start = ParseTime(result.periods[i]);
    series.starts_us.push_back(start ? start->us : result.starts[i] * kMicrosPerDay);
  }
  if (last < metric.points.size()) {
    series.notes.push_back(
        fmt::format("{} is not complete and was left out.", result.periods[last]));
  }
  return series;
}

Result<RegularSeries> SeriesOfRows(const std::string& file, const std::vector<std::string>& times,
                                   const std::vector<std::string>& values) {
  NS_ASSIGN(const std::vector<TimedRow> rows, ReadRows(file, times, values));
  if (rows.size() < 3) return Error::Data(fmt::format("'{}' has fewer than 3 rows", file));
  RegularSeries series;
  series.step_months = CommonMonths(rows);
  series.grain = GrainOfMonths(series.step_months);
  if (series.step_months > 0) series.day_of_month = CommonDayOfMonth(rows).value_or(1);
  const int64_t step = CommonStep(rows);
  if (step == 0) return Error::Data(fmt::format("'{}': all rows have the same time", file));
  if (series.step_months > 0) {
    series.step_seconds = series.step_months * SecondsOf(Grain::kMonth);
  } else {
    series.step_seconds = static_cast<double>(step) / 1e6;
    if (step == int64_t{1} * kMicrosPerDay) series.grain = Grain::kDay;
    if (step == int64_t{7} * kMicrosPerDay) series.grain = Grain::kWeek;
    if (step == 3'600'000'000) series.grain = Grain::kHour;
  }
  const auto place = [&](const TimedRow& row) -> int64_t {
    if (series.step_months == 0) {
      return std::llround(static_cast<double>(row.us - rows.front().us) /
                          static_cast<double>(step));
    }
    return (MonthOf(row.local_us) - MonthOf(rows.front().local_us)) / series.step_months;
  };
  NS_RETURN_IF_ERROR(CheckRepeats(file, rows, step, series.notes));
  // Rows that are closer than a step keep places of their own, so that none vanishes.
  std::vector<size_t> places;
  size_t closer = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const int64_t own = std::max<int64_t>(0, place(rows[i]));
    closer += i > 0 && rows[i].us != rows[i - 1].us && own == place(rows[i - 1]);
    const size_t next = places.empty() ? 0 : places.back() + 1;
    places.push_back(std::max(static_cast<size_t>(own), next));
  }
  const size_t points = places.back() + 1;
  if (points > kLongestGrid || points > 200 * rows.size()) {
    return Error::Data(fmt::format("'{}': the times are not evenly spaced", file),
                       "most rows should be equally far apart in time");
  }
  series.labels.resize(points);
  series.values.resize(points);
  series.starts_us.resize(points);
  series.given.resize(points, false);
  for (size_t i = 0; i < rows.size(); ++i) {
    const size_t at = places[i];
    series.given[at] = true;
    series.labels[at] = rows[i].label;
    series.values[at] = rows[i].value;
    series.starts_us[at] = rows[i].us;
  }
  for (size_t i = 1; i < points; ++i) {
    if (!series.given[i]) series.starts_us[i] = series.starts_us[i - 1] + step;
  }
  if (closer > 0) {
    series.notes.push_back(fmt::format(
        "{} closer to the previous one than the usual step; all are kept as if they were one step "
        "apart.",
        Plural(static_cast<long long>(closer), "row") + (closer == 1 ? " is" : " are")));
  }
  const auto missing = std::count(series.given.begin(), series.given.end(), false);
  if (missing > 0) {
    series.notes.push_back(fmt::format(
        "{} missing.",
        Plural(static_cast<long long>(missing), "point") + (missing == 1 ? " is" : " are")));
  }
  return series;
}

}  // namespace northstar
