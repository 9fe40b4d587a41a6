#include "sql/duckdb/arrival_sql.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/time_zone.h"
#include "sql/duckdb/session_sql.h"
#include "sql/storage.h"

namespace northstar::sql::duckdb {

std::string ArrivalColumn(size_t path) {
  return fmt::format("p{}", path);
}

std::string ArrivalTimestamp() {
  return fmt::format("make_timestamp({})", kArrivalTime);
}

std::string NoContent() {
  return "null::ubigint";
}

std::string ArrivalTable(size_t source) {
  return fmt::format("ns_arrived_{}", source);
}

Text CreateArrivals(size_t source, size_t paths) {
  std::string columns =
      fmt::format("{} bigint, {} varchar, {} varchar", kArrivalTime, kArrivalName, kArrivalId);
  for (size_t i = 0; i < paths; ++i) columns += ", " + ArrivalColumn(i) + " varchar";
  return {fmt::format("create or replace temp table {} ({})", ArrivalTable(source), columns)};
}

Text DeleteArrivals(size_t source) {
  return {"delete from " + ArrivalTable(source)};
}

Text StagedIds() {
  return {
      "select rowid, (row_id >> 64)::ubigint, (row_id & 18446744073709551615)::ubigint from "
      "ns_stage where verdict = 0 and row_id is not null order by rowid"};
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

std::vector<Text> AddDays(const std::string& source) {
  return {
      {fmt::format(
           "create or replace temp table ns_new_days as with fresh as (select floor((packed >> 2) "
           "/ {0}::double)::bigint as day, count(*) as rows, min(packed >> 2) as first_us, "
           "max(packed >> 2) as last_us from ns_stage where verdict = 0 group by 1) select f.day, "
           "f.rows + coalesce(d.rows, 0) as rows, least(f.first_us, d.first_us) as first_us, "
           "greatest(f.last_us, d.last_us) as last_us from fresh f left join ns_days d on d.source "
           "= $1 and d.day = f.day",
           kMicrosPerDay),
       {source}},
      {"delete from ns_days where source = $1 and day in (select day from ns_new_days)", {source}},
      {"insert into ns_days select $1, day, rows, first_us, last_us from ns_new_days", {source}}};
}

std::vector<Text> AddEventRows(const std::string& source) {
  return {
      {"create or replace temp table ns_new_events as with fresh as (select event, count(*) as "
       "rows from ns_stage where verdict = 0 group by 1) select f.event, f.rows + "
       "coalesce(e.rows, 0) as rows from fresh f left join ns_event_rows e on e.source = $1 and "
       "e.event = f.event",
       {source}},
      {"delete from ns_event_rows where source = $1 and event in (select event from "
       "ns_new_events)",
       {source}},
      {"insert into ns_event_rows select $1, event, rows from ns_new_events", {source}}};
}

Text CountNewNames() {
  return {
      "select count(distinct event) from ns_stage where verdict = 0 and event not in (select key "
      "from event_names)"};
}

Text CountNames() {
  return {"select count(*) from event_names"};
}

Text CountWithoutId() {
  return {"select count(*) from ns_stage where verdict = 0 and row_id is null"};
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
