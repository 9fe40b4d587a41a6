#include "tests/naive.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "model/eval_expr.h"

namespace northstar::testing {
namespace {

double Percentile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  const double rank = p / 100 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<size_t>(std::floor(rank));
  const double high = values[std::min(below + 1, values.size() - 1)];
  return values[below] + (rank - static_cast<double>(below)) * (high - values[below]);
}

std::optional<double> Mean(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

std::optional<double> Share(int part, int whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / whole;
}

bool Later(const NaiveRow& a, const NaiveRow& b, bool same_time) {
  return b.ts > a.ts || (same_time && b.ts == a.ts && b.line > a.line);
}

}  // namespace

Naive::Naive(const Project& project, std::vector<NaiveRow> rows, int64_t as_of)
    : project_(project), calendar_(project.calendar), as_of_(as_of) {
  for (NaiveRow& row : rows) {
    if (row.ts <= as_of) rows_.push_back(std::move(row));
  }
  std::sort(rows_.begin(), rows_.end(), [](const NaiveRow& a, const NaiveRow& b) {
    return std::tie(a.ts, a.line) < std::tie(b.ts, b.line);
  });
}

const std::optional<std::string>& Naive::Id(const NaiveRow& row, const std::string& entity) {
  return entity == "team" ? row.team : row.user;
}

std::vector<std::string> Naive::Ids(const std::string& entity) const {
  std::set<std::string> ids;
  for (const NaiveRow& row : rows_) {
    if (Id(row, entity)) ids.insert(*Id(row, entity));
  }
  return {ids.begin(), ids.end()};
}

bool Naive::Holds(const BoundRef& condition, const NaiveRow& row) const {
  if (!condition) return true;
  const auto text = [](const std::optional<std::string>& t) { return t ? Scalar(*t) : Scalar(); };
  const auto read = [&](const ColumnRef& column) -> Scalar {
    if (column.kind == ColumnKind::kEvent) return row.event;
    if (column.kind == ColumnKind::kTime) return TimeLiteral{row.ts};
    if (column.name == "user") return text(row.user);
    if (column.name == "team") return text(row.team);
    if (column.name == "country") return text(row.country);
    if (column.name == "code") return text(row.code);
    return row.amount ? Scalar(*row.amount) : Scalar();
  };
  const Scalar value = EvalScalar(*condition, read, calendar_.zone());
  const auto* flag = std::get_if<bool>(&value);
  return flag != nullptr && *flag;
}

bool Naive::Takes(const std::vector<EventChoice>& choices, const Metric& metric,
                  const NaiveRow& row) const {
  if (!Holds(metric.where, row)) return false;
  return std::any_of(choices.begin(), choices.end(), [&](const EventChoice& choice) {
    return (choice.event.empty() || choice.event == row.event) && Holds(choice.where, row);
  });
}

int64_t Naive::Later(int64_t ts, const Duration& duration) const {
  if (duration.days == 0) return ts + duration.exact_us;
  const TimeZone& zone = calendar_.zone();
  const int64_t wall = zone.ToLocal(ts) + duration.days * kMicrosPerDay;
  std::optional<int64_t> found;
  int64_t widest = zone.OffsetAt(wall);
  for (int64_t at = wall - 2 * kMicrosPerDay; at <= wall + 2 * kMicrosPerDay;
       at += kMicrosPerHour) {
    widest = std::max(widest, zone.OffsetAt(at));
    const int64_t utc = wall - zone.OffsetAt(at);
    if (zone.ToLocal(utc) == wall && (!found || utc < *found)) found = utc;
  }
  return found.value_or(wall - widest);  // a time that the clock skipped
}

std::pair<int64_t, int64_t> Naive::PeriodAt(int64_t ts, Grain grain) const {
  const PeriodGrid grid = calendar_.Grid(grain, ts, ts);
  return {grid.begin_us(), grid.bounds()[1]};
}

std::pair<int64_t, int64_t> Naive::Next(int64_t lo, Grain grain, int count) const {
  std::pair<int64_t, int64_t> period = PeriodAt(lo, grain);
  for (; count > 0; --count) period = PeriodAt(period.second, grain);
  for (; count < 0; ++count) period = PeriodAt(period.first - 1, grain);
  return period;
}

int64_t Naive::Periods(int64_t ts, Grain grain, int count) const {
  if (grain == Grain::kHour) return ts + count * kMicrosPerHour;
  return Later(ts, {count * (grain == Grain::kWeek ? 7L : 1L), 0});
}

bool Naive::ActiveIn(const Metric& active, const std::string& id, int64_t lo, int64_t hi,
                     Grain grain, const Filter& filter, const std::vector<Condition>& only) const {
  int count = 0;
  std::set<std::string> others;
  for (const NaiveRow& row : rows_) {
    if (row.ts < lo || row.ts >= hi || Id(row, active.entity) != id) continue;
    if (!Takes(active.events, active, row) || !filter(row)) continue;
    if (!MeetsConditions(only, active.entity, grain, row)) continue;
    ++count;
    if (!active.distinct.empty() && Id(row, active.distinct))
      others.insert(*Id(row, active.distinct));
  }
  const auto reached = active.distinct.empty() ? count : static_cast<int>(others.size());
  return reached >= active.at_least;
}

bool Naive::MeetsConditions(const std::vector<Condition>& only, const std::string& entity,
                            Grain grain, const NaiveRow& row) const {
  const std::optional<std::string>& id = Id(row, entity);
  if (only.empty()) return true;
  if (!id) return false;
  for (const Condition& condition : only) {
    if (!condition.of.empty()) {
      const Metric& of = *project_.FindMetric(condition.of);
      const Filter all = [](const NaiveRow&) { return true; };
      const auto active = [&](std::pair<int64_t, int64_t> p) {
        return ActiveIn(of, *id, p.first, p.second, grain, all, of.only);
      };
      const auto period = PeriodAt(row.ts, grain);
      const bool now = active(period);
      const bool before = active(Next(period.first, grain, -1));
      bool ever = false;
      for (auto p = Next(period.first, grain, -1); p.second > rows_[0].ts;
           p = Next(p.first, grain, -1))
        ever = ever || active(p);
      const bool holds = condition.part == "new"           ? now && !ever
                         : condition.part == "retained"    ? now && before
                         : condition.part == "resurrected" ? now && ever && !before
                                                           : !now && before;
      if (!holds) return false;
      continue;
    }
    const std::string& event = condition.since.empty() ? condition.event : condition.since;
    int64_t first = INT64_MAX;
    int seen = 0;
    for (const NaiveRow& other : rows_) {
      if (Id(other, entity) != id || (event != "any" && other.event != event)) continue;
      first = std::min(first, other.ts);
      const bool up_to = other.ts < row.ts || (other.ts == row.ts && other.line <= row.line);
      if (up_to && (!condition.window || Later(other.ts, *condition.window) > row.ts)) ++seen;
    }
    if (condition.since.empty()) {
      if (seen < condition.at_least) return false;
    } else if (first > row.ts || (condition.within && row.ts > Later(first, *condition.within))) {
      return false;
    }
  }
  return true;
}

Naive::Rows Naive::Find(const std::vector<EventChoice>& choices, const Call& call, bool main,
                        const std::string* id) const {
  Rows found;
  for (const NaiveRow& row : rows_) {
    if (id != nullptr && Id(row, call.metric.entity) != *id) continue;
    if (!Takes(choices, call.metric, row)) continue;
    if (main && (!call.filter(row) ||
                 !MeetsConditions(call.metric.only, call.metric.entity, call.grain, row)))
      continue;
    found.push_back(&row);
  }
  return found;
}

std::optional<double> Naive::Value(const Metric& metric, Grain grain, int64_t lo, int64_t hi,
                                   const Filter& filter) const {
  const Call call{metric, grain, lo, hi, filter};
  switch (metric.type) {
    case MetricType::kActive:
      return Active(call);
    case MetricType::kLifecycle:
      return Lifecycle(call);
    case MetricType::kFrequency:
      return Frequency(call);
    case MetricType::kConversion:
      return Conversion(call);
    case MetricType::kDuration:
      return DurationOf(call);
    case MetricType::kRetention:
      return Retention(call);
    case MetricType::kSessions:
      return Sessions(call);
    case MetricType::kState:
      return State(call);
    case MetricType::kFirstTime:
      return FirstTime(call);
    default:
      return OfRows(call);
  }
}

std::optional<double> Naive::OfRows(const Call& call) const {
  const Metric& m = call.metric;
  int count = 0;
  std::vector<double> values;
  for (const NaiveRow* row : Find(m.events, call, true, nullptr)) {
    if (row->ts < call.lo || row->ts >= call.hi) continue;
    ++count;
    if (row->amount) values.push_back(*row->amount);
  }
  if (m.type == MetricType::kCount) return count;
  if (m.type == MetricType::kSum)
    return Mean(values).value_or(0) * static_cast<double>(values.size());
  if (values.empty()) return std::nullopt;
  if (m.type == MetricType::kAverage) return Mean(values);
  if (m.type == MetricType::kMin) return Percentile(values, 0);
  if (m.type == MetricType::kMax) return Percentile(values, 100);
  return Percentile(values, m.type == MetricType::kMedian ? 50 : m.p);
}

std::optional<double> Naive::Active(const Call& call) const {
  const Metric& m = call.metric;
  int64_t lo = call.lo;
  if (m.window) {
    const Day last = calendar_.LocalDay(call.hi - 1);
    lo = m.window->days > 0 ? calendar_.DayStart(last - m.window->days + 1)
                            : call.hi - m.window->exact_us;
  }
  int count = 0;
  for (const std::string& id : Ids(m.entity))
    count += ActiveIn(m, id, lo, call.hi, call.grain, call.filter, m.only);
  return count;
}

std::optional<double> Naive::Lifecycle(const Call& call) const {
  const Metric& base = *project_.FindMetric(call.metric.metric);
  std::vector<Condition> only = call.metric.only;
  only.insert(only.end(), base.only.begin(), base.only.end());
  int count = 0;
  for (const std::string& id : Ids(base.entity)) {
    const auto active = [&](std::pair<int64_t, int64_t> p) {
      return ActiveIn(base, id, p.first, p.second, call.grain, call.filter, only);
    };
    const bool now = active({call.lo, call.hi});
    const bool before = active(Next(call.lo, call.grain, -1));
    bool ever = false;
    for (auto p = Next(call.lo, call.grain, -1); p.second > rows_[0].ts;
         p = Next(p.first, call.grain, -1))
      ever = ever || active(p);
    const std::string& part = call.metric.part;
    count += part == "new"           ? now && !ever
             : part == "retained"    ? now && before
             : part == "resurrected" ? now && ever && !before
                                     : !now && before;
  }
  return count;
}

std::optional<double> Naive::FirstTime(const Call& call) const {
  int count = 0;
  for (const std::string& id : Ids(call.metric.entity)) {
    int64_t first = INT64_MAX;
    for (const NaiveRow* row : Find(call.metric.events, call, true, &id))
      first = std::min(first, row->ts);
    count += first >= call.lo && first < call.hi;
  }
  return count;
}

std::optional<double> Naive::Frequency(const Call& call) const {
  const Metric& m = call.metric;
  std::vector<double> days;
  int reached = 0;
  for (const std::string& id : Ids(m.entity)) {
    std::set<Day> met;
    for (const NaiveRow* row : Find(m.events, call, true, &id)) {
      if (row->ts < call.lo || row->ts >= call.hi) continue;
      met.insert(calendar_.PeriodStart(m.of == "week" ? Grain::kWeek : Grain::kDay,
                                       calendar_.LocalDay(row->ts)));
    }
    if (met.empty()) continue;
    days.push_back(static_cast<double>(met.size()));
    reached += days.back() >= m.at_least;
  }
  if (m.statistic == "share_at_least") return Share(reached, static_cast<int>(days.size()));
  if (m.statistic == "median")
    return days.empty() ? std::nullopt : std::optional(Percentile(days, 50));
  return Mean(days);
}

std::optional<double> Naive::Conversion(const Call& call) const {
  const Metric& m = call.metric;
  if (m.within && Later(call.hi, *m.within) > as_of_) return std::nullopt;
  std::vector<std::vector<EventChoice>> steps;
  for (const EventChoice& step : m.steps) steps.push_back({step});
  if (steps.empty()) steps = {m.from, m.to};
  int started = 0;
  int arrived = 0;
  for (const std::string& id : Ids(m.entity)) {
    const NaiveRow* start = nullptr;
    for (const NaiveRow* row : Find(steps[0], call, true, &id)) {
      if (row->ts >= call.lo && row->ts < call.hi && start == nullptr) start = row;
    }
    if (start == nullptr) continue;
    ++started;
    const NaiveRow* at = start;
    for (size_t step = 1; at != nullptr && step < steps.size(); ++step) {
      const NaiveRow* next = nullptr;
      int all = 0;
      for (const NaiveRow* row : Find(steps[step], call, false, &id)) {
        if (!testing::Later(*at, *row, m.allow_same_time)) continue;
        if (m.within && row->ts > Later(start->ts, *m.within)) continue;
        const bool last = step + 1 == steps.size();
        if (last && m.not_before && row->ts < Later(start->ts, *m.not_before)) continue;
        if (next == nullptr) next = row;
        ++all;
      }
      if (step + 1 == steps.size()) arrived += m.calculation == "events" ? all : next != nullptr;
      at = next;
    }
  }
  if (m.calculation == "count" || m.calculation == "events") return arrived;
  return Share(arrived, started);
}

std::optional<double> Naive::DurationOf(const Call& call) const {
  const Metric& m = call.metric;
  if (Later(call.hi, *m.within) > as_of_) return std::nullopt;
  std::vector<double> seconds;
  for (const std::string& id : Ids(m.entity)) {
    const NaiveRow* start = nullptr;
    for (const NaiveRow* row : Find(m.from, call, true, &id)) {
      if (row->ts >= call.lo && row->ts < call.hi && start == nullptr) start = row;
    }
    if (start == nullptr) continue;
    for (const NaiveRow* row : Find(m.to, call, false, &id)) {
      if (!testing::Later(*start, *row, m.allow_same_time) || row->ts > Later(start->ts, *m.within))
        continue;
      seconds.push_back(static_cast<double>(row->ts - start->ts) / 1e6);
      break;
    }
  }
  if (seconds.empty()) return std::nullopt;
  if (m.statistic == "average") return Mean(seconds);
  return Percentile(seconds, m.statistic == "p75" ? 75 : m.statistic == "p90" ? 90 : 50);
}

std::optional<double> Naive::Retention(const Call& call) const {
  const Metric& m = call.metric;
  const int after = m.after.value_or(1);
  const int until = m.mode == "on_or_after" ? *m.until : after;
  if (Next(call.lo, call.grain, until + (m.rolling ? 1 : 0)).second > as_of_) return std::nullopt;
  int cohort = 0;
  int back = 0;
  for (const std::string& id : Ids(m.entity)) {
    const Rows main = Find(m.events, call, true, &id);
    const NaiveRow* start = nullptr;
    for (const NaiveRow* row : main) {
      if (row->ts >= call.lo && row->ts < call.hi && start == nullptr) start = row;
    }
    if (start == nullptr || (m.cohort == "new" && start != main[0])) continue;
    ++cohort;
    bool came = false;
    for (const NaiveRow* row :
         Find(m.return_event.empty() ? m.events : m.return_event, call, false, &id)) {
      if (m.rolling) {
        came = came || (row->ts > start->ts && row->ts >= Periods(start->ts, call.grain, after) &&
                        row->ts < Periods(start->ts, call.grain, until + 1));
      } else {
        came = came || (row->ts >= Next(call.lo, call.grain, after).first &&
                        row->ts < Next(call.lo, call.grain, until).second);
      }
    }
    back += came;
  }
  return Share(back, cohort);
}

std::optional<double> Naive::Sessions(const Call& call) const {
  const Metric& m = call.metric;
  std::vector<double> lengths;
  int events = 0;
  int entities = 0;
  int long_ones = 0;
  for (const std::string& id : Ids(m.entity)) {
    Rows rows;
    for (const NaiveRow* row : Find(m.events, call, false, &id)) {
      if (MeetsConditions(m.only, m.entity, call.grain, *row)) rows.push_back(row);
    }
    bool any = false;
    for (size_t i = 0; i < rows.size();) {
      size_t end = i + 1;
      while (end < rows.size() && rows[end]->ts <= Later(rows[end - 1]->ts, *m.gap)) ++end;
      const NaiveRow& first = *rows[i];
      if (first.ts >= call.lo && first.ts < call.hi && call.filter(first)) {
        any = true;
        lengths.push_back(static_cast<double>(rows[end - 1]->ts - first.ts) / 1e6);
        events += static_cast<int>(end - i);
        if (m.length) long_ones += rows[end - 1]->ts >= Later(first.ts, *m.length);
      }
      i = end;
    }
    entities += any;
  }
  const auto count = static_cast<int>(lengths.size());
  if (m.statistic == "per_entity") return Share(count, entities);
  if (m.statistic == "average_length") return Mean(lengths);
  if (m.statistic == "median_length")
    return lengths.empty() ? std::nullopt : std::optional(Percentile(lengths, 50));
  if (m.statistic == "total_length") return Mean(lengths).value_or(0) * count;
  if (m.statistic == "share_at_least") return Share(long_ones, count);
  if (m.statistic == "events_per_session") return Share(events, count);
  return count;
}

std::optional<double> Naive::State(const Call& call) const {
  const Metric& m = call.metric;
  double total = 0;
  for (const std::string& id : Ids(m.entity)) {
    const NaiveRow* latest = nullptr;
    bool on = false;
    for (const NaiveRow& row : rows_) {
      if (row.ts >= call.hi || Id(row, m.entity) != id || !call.filter(row)) continue;
      const bool switches_on =
          Takes(m.on, m, row) && MeetsConditions(m.only, m.entity, call.grain, row);
      const bool switches_off = Takes(m.off, m, row);
      if (!switches_on && !switches_off) continue;
      latest = &row;
      on = switches_on && !switches_off;
    }
    if (latest != nullptr && on) total += m.value ? latest->amount.value_or(0) : 1;
  }
  return total;
}

}  // namespace northstar::testing
