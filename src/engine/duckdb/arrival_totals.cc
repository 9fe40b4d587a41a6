#include "engine/duckdb/arrival_totals.h"

#include <algorithm>
#include <vector>

#include "sql/duckdb/days_sql.h"

namespace northstar::duck {
namespace {

statement::ArrivalCounts Sum(statement::ArrivalCounts counts, const FoldCounts& added) {
  counts.kept += added.kept;
  counts.filtered += added.filtered;
  counts.duplicate += added.duplicate;
  counts.rejected += added.rejected;
  return counts;
}

void AddTo(statement::DayRows& sum, const statement::DayRows& added) {
  sum.first_us = sum.rows == 0 ? added.first_us : std::min(sum.first_us, added.first_us);
  sum.last_us = sum.rows == 0 ? added.last_us : std::max(sum.last_us, added.last_us);
  sum.rows += added.rows;
}
void AddTo(int64_t& sum, int64_t added) {
  sum += added;
}

// The sums of what was added alone, as they become.
template <typename Key, typename Value>
std::map<Key, Value> Changed(const std::map<Key, Value>& sums, const std::map<Key, Value>& added) {
  std::map<Key, Value> changed;
  for (const auto& [key, value] : added) {
    const auto before = sums.find(key);
    if (before != sums.end()) changed[key] = before->second;
    AddTo(changed[key], value);
  }
  return changed;
}

}  // namespace

Result<StageTotals> CountStage(Connection& connection) {
  StageTotals totals;
  int64_t* by_verdict[] = {&totals.counts.kept, &totals.counts.filtered, &totals.counts.duplicate,
                           &totals.counts.rejected};
  NS_ASSIGN(const Rows groups, connection.Query(statement::CountStagedArrivals()));
  for (size_t i = 0; i < groups.rows.size(); ++i) {
    const int64_t rows = groups.Int(i, 3);
    *by_verdict[static_cast<size_t>(groups.Int(i, 0))] += rows;
    if (groups.Null(i, 1)) continue;  // not kept
    const std::string event = groups.Text(i, 1);
    int64_t& of_event = totals.events[event];
    if (of_event == 0 && groups.Int(i, 7) != 0) ++totals.new_names;
    of_event += rows;
    AddTo(totals.days[groups.Int(i, 2)], {rows, groups.Int(i, 5), groups.Int(i, 6)});
    totals.counts.without_id += groups.Int(i, 4);
  }
  return totals;
}

Result<ArrivalTotals> ArrivalTotals::Read(Connection& connection, const std::string& source) {
  ArrivalTotals totals(source);
  NS_ASSIGN(const Rows file, connection.Query(statement::ArrivalFileOf(source)));
  if (!file.rows.empty())
    totals.counts_ = {file.Int(0, 0), file.Int(0, 1), file.Int(0, 2), file.Int(0, 3)};
  NS_ASSIGN(const Rows events, connection.Query(statement::EventRowsOf(source)));
  for (size_t i = 0; i < events.rows.size(); ++i)
    totals.events_[events.Text(i, 0)] = events.Int(i, 1);
  NS_ASSIGN(const Rows days, connection.Query(statement::DaysOf(source)));
  for (size_t i = 0; i < days.rows.size(); ++i)
    totals.days_[days.Int(i, 0)] = {days.Int(i, 1), days.Int(i, 2), days.Int(i, 3)};
  return totals;
}

int64_t ArrivalTotals::rows() const {
  return counts_.kept + counts_.filtered + counts_.duplicate + counts_.rejected;
}

Status ArrivalTotals::Store(Connection& connection, const StageTotals& added) const {
  NS_RETURN_IF_ERROR(
      connection.RunAll(statement::ReplaceArrivalFile(source_, Sum(counts_, added.counts))));
  NS_RETURN_IF_ERROR(
      connection.RunAll(statement::ReplaceEventRows(source_, Changed(events_, added.events))));
  return connection.RunAll(statement::ReplaceDays(source_, Changed(days_, added.days)));
}

void ArrivalTotals::Add(const StageTotals& added) {
  counts_ = Sum(counts_, added.counts);
  for (const auto& [event, rows] : added.events) events_[event] += rows;
  for (const auto& [day, rows] : added.days) AddTo(days_[day], rows);
}

}  // namespace northstar::duck
