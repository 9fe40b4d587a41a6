#include "tests/naive.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/overloaded.h"
#include "base/unreachable.h"
#include "model/eval_expr.h"
#include "model/project.h"

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

// What a metric over rows makes of their values; a row without one counts as a row alone.
using Values = std::vector<std::optional<double>>;

std::vector<double> Known(const Values& values) {
  std::vector<double> known;
  for (const auto& value : values) {
    if (value) known.push_back(*value);
  }
  return known;
}

std::optional<double> PercentileOf(const Values& values, double p) {
  const std::vector<double> known = Known(values);
  return known.empty() ? std::nullopt : std::optional(Percentile(known, p));
}

std::optional<double> OfRows(const kind::Count&, const Values& values) {
  return static_cast<double>(values.size());
}
std::optional<double> OfRows(const kind::Sum&, const Values& values) {
  const std::vector<double> known = Known(values);
  return Mean(known).value_or(0) * static_cast<double>(known.size());
}
std::optional<double> OfRows(const kind::Average&, const Values& values) {
  return Mean(Known(values));
}
std::optional<double> OfRows(const kind::Min&, const Values& values) {
  return PercentileOf(values, 0);
}
std::optional<double> OfRows(const kind::Max&, const Values& values) {
  return PercentileOf(values, 100);
}
std::optional<double> OfRows(const kind::Median&, const Values& values) {
  return PercentileOf(values, 50);
}
std::optional<double> OfRows(const kind::Percentile& kind, const Values& values) {
  return PercentileOf(values, kind.p);
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
  const auto& threshold = std::get<kind::Active>(active.kind);
  int count = 0;
  std::set<std::string> others;
  for (const NaiveRow& row : rows_) {
    if (row.ts < lo || row.ts >= hi || Id(row, active.entity) != id) continue;
    if (!Takes(active.events, active, row) || !filter(row)) continue;
    if (!MeetsConditions(only, active.entity, grain, row)) continue;
    ++count;
    if (!threshold.distinct.empty() && Id(row, threshold.distinct))
      others.insert(*Id(row, threshold.distinct));
  }
  const auto reached = threshold.distinct.empty() ? count : static_cast<int>(others.size());
  return reached >= threshold.at_least;
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
  return std::visit(
      Overloaded{[&](const kind::OverRows auto& kind) { return OfRows(kind, ValuesIn(call)); },
                 [&](const kind::Active& kind) { return Active(call, kind); },
                 [&](const kind::Frequency& kind) { return Frequency(call, kind); },
                 [&](const kind::Lifecycle& kind) { return Lifecycle(call, kind); },
                 [&](const kind::Conversion& kind) { return Conversion(call, kind); },
                 [&](const kind::Retention& kind) { return Retention(call, kind); },
                 [&](const kind::TimeBetween& kind) { return DurationOf(call, kind); },
                 [&](const kind::Sessions& kind) { return Sessions(call, kind); },
                 [&](const kind::State& kind) { return State(call, kind); },
                 [&](const kind::FirstTime&) { return FirstTime(call); },
                 [](const kind::NotOverEvents auto&) -> std::optional<double> {
                   NS_UNREACHABLE("only what is made of events is worked out here");
                 }},
      metric.kind);
}

std::vector<std::optional<double>> Naive::ValuesIn(const Call& call) const {
  std::vector<std::optional<double>> values;
  for (const NaiveRow* row : Find(call.metric.events, call, true, nullptr)) {
    if (row->ts >= call.lo && row->ts < call.hi) values.push_back(row->amount);
  }
  return values;
}

std::optional<double> Naive::Active(const Call& call, const kind::Active& kind) const {
  const Metric& m = call.metric;
  int64_t lo = call.lo;
  if (kind.window) {
    const Day last = calendar_.LocalDay(call.hi - 1);
    lo = kind.window->days > 0 ? calendar_.DayStart(last - kind.window->days + 1)
                               : call.hi - kind.window->exact_us;
  }
  int count = 0;
  for (const std::string& id : Ids(m.entity))
    count += ActiveIn(m, id, lo, call.hi, call.grain, call.filter, m.only);
  return count;
}

std::optional<double> Naive::Lifecycle(const Call& call, const kind::Lifecycle& kind) const {
  const Metric& base = *project_.FindMetric(kind.metric);
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
    const std::string& part = kind.part;
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

std::optional<double> Naive::Frequency(const Call& call, const kind::Frequency& kind) const {
  const Metric& m = call.metric;
  std::vector<double> days;
  int reached = 0;
  for (const std::string& id : Ids(m.entity)) {
    std::set<Day> met;
    for (const NaiveRow* row : Find(m.events, call, true, &id)) {
      if (row->ts < call.lo || row->ts >= call.hi) continue;
      met.insert(calendar_.PeriodStart(kind.of == "week" ? Grain::kWeek : Grain::kDay,
                                       calendar_.LocalDay(row->ts)));
    }
    if (met.empty()) continue;
    days.push_back(static_cast<double>(met.size()));
    reached += days.back() >= kind.at_least;
  }
  if (kind.statistic == "share_at_least") return Share(reached, static_cast<int>(days.size()));
  if (kind.statistic == "median")
    return days.empty() ? std::nullopt : std::optional(Percentile(days, 50));
  return Mean(days);
}

std::optional<double> Naive::Conversion(const Call& call, const kind::Conversion& kind) const {
  const Metric& m = call.metric;
  if (kind.within && Later(call.hi, *kind.within) > as_of_) return std::nullopt;
  std::vector<std::vector<EventChoice>> steps;
  for (const EventChoice& step : kind.steps) steps.push_back({step});
  if (steps.empty()) steps = {kind.from, kind.to};
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
        if (!testing::Later(*at, *row, kind.allow_same_time)) continue;
        if (kind.within && row->ts > Later(start->ts, *kind.within)) continue;
        const bool last = step + 1 == steps.size();
        if (last && kind.not_before && row->ts < Later(start->ts, *kind.not_before)) continue;
        if (next == nullptr) next = row;
        ++all;
      }
      if (step + 1 == steps.size()) arrived += kind.calculation == "events" ? all : next != nullptr;
      at = next;
    }
  }
  if (kind.calculation == "count" || kind.calculation == "events") return arrived;
  return Share(arrived, started);
}

std::optional<double> Naive::DurationOf(const Call& call, const kind::TimeBetween& kind) const {
  const Metric& m = call.metric;
  if (Later(call.hi, *kind.within) > as_of_) return std::nullopt;
  std::vector<double> seconds;
  for (const std::string& id : Ids(m.entity)) {
    const NaiveRow* start = nullptr;
    for (const NaiveRow* row : Find(kind.from, call, true, &id)) {
      if (row->ts >= call.lo && row->ts < call.hi && start == nullptr) start = row;
    }
    if (start == nullptr) continue;
    for (const NaiveRow* row : Find(kind.to, call, false, &id)) {
      if (!testing::Later(*start, *row, kind.allow_same_time) ||
          row->ts > Later(start->ts, *kind.within))
        continue;
      seconds.push_back(static_cast<double>(row->ts - start->ts) / 1e6);
      break;
    }
  }
  if (seconds.empty()) return std::nullopt;
  if (kind.statistic == "average") return Mean(seconds);
  return Percentile(seconds, kind.statistic == "p75" ? 75 : kind.statistic == "p90" ? 90 : 50);
}

std::optional<double> Naive::Retention(const Call& call, const kind::Retention& kind) const {
  const Metric& m = call.metric;
  const int after = kind.after.value_or(1);
  const int until = kind.mode == "on_or_after" ? *kind.until : after;
  if (Next(call.lo, call.grain, until + (kind.rolling ? 1 : 0)).second > as_of_)
    return std::nullopt;
  int cohort = 0;
  int back = 0;
  for (const std::string& id : Ids(m.entity)) {
    const Rows main = Find(m.events, call, true, &id);
    const NaiveRow* start = nullptr;
    for (const NaiveRow* row : main) {
      if (row->ts >= call.lo && row->ts < call.hi && start == nullptr) start = row;
    }
    if (start == nullptr || (kind.cohort == "new" && start != main[0])) continue;
    ++cohort;
    bool came = false;
    for (const NaiveRow* row :
         Find(kind.return_event.empty() ? m.events : kind.return_event, call, false, &id)) {
      if (kind.rolling) {
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

std::optional<double> Naive::Sessions(const Call& call, const kind::Sessions& kind) const {
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
      while (end < rows.size() && rows[end]->ts <= Later(rows[end - 1]->ts, *kind.gap)) ++end;
      const NaiveRow& first = *rows[i];
      if (first.ts >= call.lo && first.ts < call.hi && call.filter(first)) {
        any = true;
        lengths.push_back(static_cast<double>(rows[end - 1]->ts - first.ts) / 1e6);
        events += static_cast<int>(end - i);
        if (kind.length) long_ones += rows[end - 1]->ts >= Later(first.ts, *kind.length);
      }
      i = end;
    }
    entities += any;
  }
  const auto count = static_cast<int>(lengths.size());
  if (kind.statistic == "per_entity") return Share(count, entities);
  if (kind.statistic == "average_length") return Mean(lengths);
  if (kind.statistic == "median_length")
    return lengths.empty() ? std::nullopt : std::optional(Percentile(lengths, 50));
  if (kind.statistic == "total_length") return Mean(lengths).value_or(0) * count;
  if (kind.statistic == "share_at_least") return Share(long_ones, count);
  if (kind.statistic == "events_per_session") return Share(events, count);
  return count;
}

std::optional<double> Naive::State(const Call& call, const kind::State& kind) const {
  const Metric& m = call.metric;
  double total = 0;
  for (const std::string& id : Ids(m.entity)) {
    const NaiveRow* latest = nullptr;
    bool on = false;
    for (const NaiveRow& row : rows_) {
      if (row.ts >= call.hi || Id(row, m.entity) != id || !call.filter(row)) continue;
      const bool switches_on =
          Takes(kind.on, m, row) && MeetsConditions(m.only, m.entity, call.grain, row);
      const bool switches_off = Takes(kind.off, m, row);
      if (!switches_on && !switches_off) continue;
      latest = &row;
      on = switches_on && !switches_off;
    }
    if (latest != nullptr && on) total += kind.value ? latest->amount.value_or(0) : 1;
  }
  return total;
}

}  // namespace northstar::testing
