#include "sql/duckdb/arrival_sql.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/time_zone.h"
#include "sql/duckdb/session_sql.h"
#include "sql/storage.h"

namespace northstar::sql::duckdb {
namespace {

// Rows of these keys are deleted and written, some at a time. `values`: what follows the key.
template <typename Map, typename Values>
std::vector<Text> ReplaceRows(const char* table, const char* key_column, const std::string& source,
                              const Map& rows, Values values) {
  constexpr size_t kAtOnce = 1'000;
  std::vector<Text> statements;
  std::string keys, lines;
  std::vector<Value> parameters{source};
  const auto end = [&] {
    statements.push_back(
        {fmt::format("delete from {} where source = $1 and {} in ({})", table, key_column, keys),
         parameters});
    statements.push_back({fmt::format("insert into {} values {}", table, lines), parameters});
    keys.clear();
    lines.clear();
    parameters.resize(1);
  };
  for (const auto& [key, row] : rows) {
    parameters.emplace_back(key);
    const char* comma = keys.empty() ? "" : ", ";
    keys += fmt::format("{}${}", comma, parameters.size());
    lines += fmt::format("{}($1, ${}, {})", comma, parameters.size(), values(row));
    if (parameters.size() > kAtOnce) end();
  }
  if (!keys.empty()) end();
  return statements;
}

}  // namespace

std::string ArrivalColumn(size_t path) {
  return fmt::format("p{}", path);
}

std::string ArrivalTimestamp() {
  return fmt::format("make_timestamp({})", kArrivalTime);
}

std::string NoContent() {
  return "null::ubigint";
}

std::string ArrivalRelation(int64_t number) {
  return fmt::format("{}({})", kArrivedFunction, number);
}

Text StagedIds() {
  // In the order of the table, which DuckDB keeps.
  return {"select rowid, row_id from ns_stage where verdict = 0 and row_id is not null"};
}

Text CreateRepeats() {
  return {"create or replace temp table ns_repeats (r bigint)"};
}

Text InsertRepeats(const std::vector<int64_t>& rows) {
  std::string values;
  for (const int64_t row : rows) values += fmt::format("{}({})", values.empty() ? "" : ", ", row);
  return {"insert into ns_repeats values " + values};
}

std::vector<Text> CreateArrivalRecords() {
  return {{"create table if not exists ns_applied (source varchar, next bigint)"},
          {"create table if not exists ns_message_ids (source varchar, day integer, id ubigint)"},
          {"create table if not exists ns_clustered (source varchar, seq bigint)"}};
}

Text AppliedOf(const std::string& source) {
  return {"select max(next) from ns_applied where source = $1", {source}};
}

std::vector<Text> SetApplied(const std::string& source, int64_t next) {
  return {{"delete from ns_applied where source = $1", {source}},
          {"insert into ns_applied values ($1, $2)", {source, next}}};
}

Text ClusteredOf(const std::string& source) {
  return {"select max(seq) from ns_clustered where source = $1", {source}};
}

std::vector<Text> ClusterRun(const std::string& source, int64_t from, int64_t to) {
  const std::string table = Identifier(storage::EventsTable(source));
  return {
      {fmt::format("create or replace temp table ns_run as select * from {} where seq >= {} and "
                   "seq < {}",
                   table, from, to)},
      {kBegin},
      {fmt::format("delete from {} where seq >= {} and seq < {}", table, from, to)},
      {fmt::format("insert into {} select * from ns_run order by event, ts, file, seq", table)},
      {"delete from ns_clustered where source = $1", {source}},
      {"insert into ns_clustered values ($1, $2)", {source, to}},
      {kCommit},
      {"drop table ns_run"}};
}

Text MessageIds() {
  return {"select day, id from ns_message_ids where not ends_with(source, '~')"};
}

Text DeleteMessageIdsBefore(int64_t day) {
  return {"delete from ns_message_ids where day < $1", {day}};
}

Text MessageKey() {
  return {"select value from ns_meta where key = 'message_key'"};
}

Text InsertMessageKey(const std::string& hex) {
  return {"insert into ns_meta values ('message_key', $1)", {hex}};
}

Text ArrivalFileOf(const std::string& source) {
  return {
      "select kept, filtered, duplicate, rejected, rows_read from ns_files where source = $1 and "
      "id = 1",
      {source}};
}

std::vector<Text> ReplaceArrivalFile(const std::string& source, const ArrivalCounts& counts) {
  return {{"delete from ns_files where source = $1", {source}},
          {fmt::format(
               "insert into ns_files values ($1, 1, 'what arrived', 0, 0, 0, 0, '', {}, {}, {}, "
               "{}, {}, 0, 0)",
               counts.kept + counts.filtered + counts.duplicate + counts.rejected, counts.kept,
               counts.filtered, counts.duplicate, counts.rejected),
           {source}}};
}

Text CountStagedArrivals() {
  return {fmt::format(
      "select s.* exclude (kept), (s.kept and n.key is null)::bigint from (select "
      "verdict, case when verdict = 0 then event end as event, case when verdict = 0 then "
      "floor((packed >> 2) / {}::double)::bigint end as day, count(*), count(*) filter (row_id is "
      "null), min(packed >> 2), max(packed >> 2), verdict = 0 as kept from ns_stage group by all) "
      "s "
      "left join event_names n on n.key = s.event",
      kMicrosPerDay)};
}

Text EventRowsOf(const std::string& source) {
  return {"select event, rows from ns_event_rows where source = $1", {source}};
}

std::vector<Text> ReplaceEventRows(const std::string& source,
                                   const std::map<std::string, int64_t>& rows) {
  return ReplaceRows("ns_event_rows", "event", source, rows,
                     [](int64_t count) { return std::to_string(count); });
}

std::vector<Text> ReplaceDays(const std::string& source, const std::map<int64_t, DayRows>& days) {
  return ReplaceRows("ns_days", "day", source, days, [](const DayRows& day) {
    return fmt::format("{}, {}, {}", day.rows, day.first_us, day.last_us);
  });
}

Text CountNames() {
  return {"select count(*) from event_names"};
}

Text RejectedBecause() {
  return {
      "select reason, count(*), left(arg_min(detail, rowid), 200) from ns_stage where verdict = 3 "
      "group by reason order by 2 desc, 1 limit 20"};
}

Text RejectNewNames(int64_t room, const std::string& reason) {
  return {
      fmt::format("update ns_stage set verdict = 3, reason = $1 where verdict = 0 and event in "
                  "(select event from ns_stage where verdict = 0 and event not in (select key from "
                  "event_names) group by event order by min(rowid) offset {})",
                  room),
      {reason}};
}

std::string DerivingName(const std::string& source) {
  return source + "~";
}

std::vector<Text> DropArrivals(const std::string& source) {
  std::vector<Text> statements;
  for (const char* table : {"ns_files", "ns_sources", "ns_event_rows", "ns_days", "ns_applied",
                            "ns_message_ids", "ns_clustered", "ns_whole_ids", "ns_numbers"})
    statements.push_back({fmt::format("delete from {} where source = $1", table), {source}});
  for (const std::string& table :
       {storage::EventsTable(source), storage::IdsTable(source), storage::IdentityTable(source)})
    statements.push_back({"drop table if exists " + Identifier(table)});
  return statements;
}

std::vector<Text> ReplaceArrivals(const std::string& source, bool pairs) {
  std::vector<Text> statements = DropArrivals(source);
  std::erase_if(statements,
                [](const Text& one) { return one.sql.starts_with("delete from ns_sources"); });
  const std::string derived = DerivingName(source);
  for (const char* table :
       {"ns_files", "ns_event_rows", "ns_days", "ns_applied", "ns_message_ids"}) {
    statements.push_back(
        {fmt::format("update {} set source = $1 where source = $2", table), {source, derived}});
  }
  // A primary key that was deleted in a transaction cannot be given again in it.
  statements.push_back(
      {"insert or replace into ns_sources select $1, definition, rows, first_us, "
       "last_us, late, time_unit from ns_sources where source = $2",
       {source, derived}});
  statements.push_back({"delete from ns_sources where source = $1", {derived}});
  const auto rename = [&](const std::string& from, const std::string& to) {
    statements.push_back(
        {fmt::format("alter table {} rename to {}", Identifier(from), Identifier(to))});
  };
  rename(storage::EventsTable(derived), storage::EventsTable(source));
  rename(storage::IdsTable(derived), storage::IdsTable(source));
  if (pairs) rename(storage::IdentityTable(derived), storage::IdentityTable(source));
  return statements;
}

Text ArrivalColumns(const std::string& source) {
  return {"select column_name from duckdb_columns() where table_name = $1 and not internal",
          {storage::EventsTable(source)}};
}

Text PutArrivalsAside(const std::string& source) {
  return {fmt::format("alter table {} rename to {}", Identifier(storage::EventsTable(source)),
                      Identifier(storage::EventsTable(DerivingName(source))))};
}

std::vector<Text> TakeArrivalsBack(const std::string& source,
                                   const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const std::string& column : columns) names.push_back(Identifier(column));
  const std::string aside = Identifier(storage::EventsTable(DerivingName(source)));
  return {{fmt::format("insert into {} by name select {} from {}",
                       Identifier(storage::EventsTable(source)), fmt::join(names, ", "), aside)},
          {"drop table " + aside}};
}

Text SetDefinition(const std::string& source, const std::string& definition) {
  return {"update ns_sources set definition = $2 where source = $1", {source, definition}};
}

Text CreatePairsIfNew(const std::string& source) {
  return {fmt::format("create table if not exists {} (from_key varchar, to_key varchar)",
                      Identifier(storage::IdentityTable(source)))};
}

}  // namespace northstar::sql::duckdb
