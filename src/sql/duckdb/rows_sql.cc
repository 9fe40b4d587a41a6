#include "sql/duckdb/rows_sql.h"

#include <fmt/format.h>

#include "sql/duckdb/id_patterns.h"
#include "sql/storage.h"

namespace northstar::sql::duckdb {
namespace {

std::string Events(const std::string& source) {
  return Identifier(storage::EventsTable(source));
}
std::string Ids(const std::string& source) {
  return Identifier(storage::IdsTable(source));
}

// A row's number in its file, as an expression over `ns_stage s` with these joins. It counts those
// before it that could not be split.
struct Places {
  std::string place, joins;
};
Places PlacesOf(bool unsplit) {
  Places places{"s.rowid - b.first + b.behind", " join ns_staged b on b.id = s.file"};
  if (unsplit) {
    places.place += " + coalesce(u.nth, 0)";
    places.joins +=
        " asof left join (select file, nth, place - nth as before from ns_unsplit) u on u.file = "
        "s.file and s.rowid - b.first >= u.before";
  }
  return places;
}

// The kept rows of the stage; those of one event and time in this order.
Text InsertAtPlaces(const Source& source, const std::vector<KeyColumn>& keys, const Places& places,
                    const char* order) {
  std::string columns = "s.packed >> 2, n.id";
  std::string joins = " join event_names n on n.key = s.event";
  for (size_t i = 0; i < keys.size(); ++i) {
    columns += fmt::format(", k{}.id", i);
    joins += fmt::format(" left join {0} k{1} on k{1}.key = s.{2}", Identifier(keys[i].table), i,
                         Identifier(keys[i].column));
  }
  for (const NamedExpr& v : source.values)
    columns += ", s." + Identifier(storage::ValueColumn(v.name));
  if (source.text) columns += ", s." + Identifier(storage::kTextColumn);
  return {
      fmt::format("insert into {} select {}, {}, s.file from ns_stage s{}{} where s.verdict = "
                  "0 order by n.id, s.packed >> 2, {}",
                  Events(source.name), columns, places.place, joins, places.joins, order)};
}

}  // namespace

std::vector<Text> CreateRowTables(const Source& source, const std::vector<KeyColumn>& keys) {
  std::string columns = "ts bigint, event usmallint";
  for (const KeyColumn& key : keys) columns += ", " + Identifier(key.column) + " uinteger";
  for (const NamedExpr& v : source.values)
    columns += ", " + Identifier(storage::ValueColumn(v.name)) + " double";
  if (source.text) columns += ", " + Identifier(storage::kTextColumn) + " varchar";
  std::vector<Text> statements{
      {fmt::format("create table if not exists {} ({}, seq bigint, file uinteger)",
                   Events(source.name), columns)},
      {fmt::format("create table if not exists {} (id uhugeint, content ubigint{})",
                   Ids(source.name), source.cursor.empty() ? "" : ", seq bigint")}};
  for (const KeyColumn& key : keys) {
    statements.push_back({fmt::format("create table if not exists {} (key varchar, id uinteger)",
                                      Identifier(key.table))});
  }
  return statements;
}

std::vector<Text> DropRowTables(const std::string& source) {
  return {{"drop table if exists " + Events(source)}, {"drop table if exists " + Ids(source)}};
}

Text CountRowsOfFile(const std::string& source, int64_t file) {
  return {fmt::format("select count(*) from {} where file = $1", Events(source)), {file}};
}

Text DeleteRowsOfFile(const std::string& source, int64_t file) {
  return {fmt::format("delete from {} where file = $1", Events(source)), {file}};
}

Text FindRepeats(const std::string& source) {
  return {fmt::format(
      "create or replace temp table ns_repeats as select r, file, content is distinct from first "
      "as differs from (select s.rowid as r, s.file, s.content, i.id is not null as stored, "
      "coalesce(i.content, first_value(s.content) over same) as first, row_number() over same as "
      "nth from ns_stage s left join {} i on i.id = s.row_id where s.verdict = 0 and s.row_id is "
      "not null window same as (partition by s.row_id order by s.rowid)) where stored or nth > 1",
      Ids(source))};
}

Text FindSeenAgain(const std::string& source) {
  return {fmt::format(
      "create or replace temp table ns_repeats as select r, file, content, nth > 1 and content is "
      "distinct from first as differs from (select s.rowid as r, s.file, s.content, i.content as "
      "stored, first_value(s.content) over same as first, row_number() over same as nth from "
      "ns_stage s left join {} i on i.id = s.row_id where s.verdict = 0 and s.row_id is not null "
      "window same as (partition by s.row_id order by s.rowid)) where nth > 1 or stored is not "
      "distinct from content",
      Ids(source))};
}

Text FindReplaced(const std::string& source) {
  return {fmt::format(
      "create or replace temp table ns_replaced as select distinct i.id, i.seq from ns_stage s "
      "join {} i on i.id = s.row_id where s.verdict <> 2 and i.content is distinct from s.content",
      Ids(source))};
}

Text CountReplaced() {
  return {"select count(*) from ns_replaced"};
}

std::vector<Text> RemoveReplaced(const std::string& source, int64_t rows) {
  return {
      {fmt::format("delete from {} where seq in (select seq from ns_replaced)", Events(source))},
      {fmt::format("delete from {} where id in (select id from ns_replaced)", Ids(source))},
      {"update ns_files set kept = kept - $1, duplicate = duplicate + $1 where source = $2",
       {rows, source}}};
}

Text MarkRepeats() {
  return {"update ns_stage set verdict = 2 where rowid in (select r from ns_repeats)"};
}

Text CountConflicts(const std::string& source) {
  return {
      "update ns_files set conflicting = conflicting + (select count(*) from ns_repeats r where "
      "r.file = ns_files.id and r.differs) where source = $1",
      {source}};
}

Text CountDiffering() {
  return {"select count(*) from ns_repeats where differs"};
}

Text ConflictingRows(const std::string& source) {
  return {"select sum(conflicting)::bigint, sum(rows_read)::bigint from ns_files where source = $1",
          {source}};
}

Text RejectedRows(const std::string& source) {
  return {"select sum(rejected)::bigint, sum(rows_read)::bigint from ns_files where source = $1",
          {source}};
}

Text FirstConflict(const std::string& source) {
  return {
      "select f.path, s.rowid - b.first + b.behind + 1 + b.above from ns_repeats r join "
      "ns_stage s on s.rowid = r.r join ns_staged b on b.id = s.file join ns_files f on f.id = "
      "s.file and f.source = $1 where r.differs order by s.rowid limit 1",
      {source}};
}

Text AddRows(const std::string& source, int64_t file, Verdict verdict, int64_t rows) {
  static constexpr const char* kColumns[] = {"kept", "filtered", "duplicate", "rejected"};
  return {fmt::format("update ns_files set {0} = {0} + $1, rows_read = rows_read + $1 where source "
                      "= $2 and id = $3",
                      kColumns[static_cast<size_t>(verdict)]),
          {rows, source, file}};
}

Text FirstRoundedEntity(const std::string& source, const KeyColumn& key) {
  return {fmt::format("select f.path, s.{0} from ns_stage s join ns_files f on f.id = "
                      "s.file and f.source = $1 where s.verdict = 0 and "
                      "(contains(s.{0}, 'E+') or contains(s.{0}, 'e+')) and "
                      "regexp_full_match(s.{0}, '{1}') order by s.rowid limit 1",
                      Identifier(key.column), kRoundedIdPattern),
          {source}};
}

Text FirstRoundedId(const std::string& source) {
  return {
      "select f.path, s.rounded_id from ns_stage s join ns_files f on f.id = s.file and f.source = "
      "$1 where s.rounded_id is not null order by s.rowid limit 1",
      {source}};
}

Text WholeIds(const std::string& source, const std::string& entity) {
  return {"select whole, stripped from ns_whole_ids where source = $1 and name = $2",
          {source, entity}};
}

Text RememberTextIds(const std::string& source, const std::string& entity) {
  return {"insert or replace into ns_whole_ids values ($1, $2, false, false)", {source, entity}};
}

Text RememberWholeIds(const std::string& source, const std::string& entity, bool points) {
  return {
      "insert into ns_whole_ids values ($1, $2, true, $3 = 1) on conflict do update set stripped = "
      "stripped or excluded.stripped",
      {source, entity, int64_t{points}}};
}

Text FindTextId(const KeyColumn& key) {
  return {fmt::format("select 1 from ns_stage where not regexp_full_match({}, '{}') limit 1",
                      Identifier(key.column), kWholeIdPattern)};
}

Text CountPoints(const KeyColumn& key) {
  return {fmt::format("select count(*) filter (contains({0}, '.')), count({0}) from ns_stage",
                      Identifier(key.column))};
}

Text StripPoints(const KeyColumn& key) {
  return {fmt::format("update ns_stage set {0} = left({0}, -2) where ends_with({0}, '.0')",
                      Identifier(key.column))};
}

Text AddEventNames() {
  return {
      "insert into event_names select key, (select coalesce(max(id) + 1, 0) from event_names) + "
      "row_number() over (order by key) - 1 from (select distinct event as key from ns_stage "
      "where verdict = 0) s where key not in (select key from event_names)"};
}

std::string NewKeys(const KeyColumn& key) {
  return fmt::format(
      "select s.key from (select distinct {0} as key from ns_stage where verdict = 0 and {0} is "
      "not null) s anti join {1} d on d.key = s.key",
      Identifier(key.column), Identifier(key.table));
}

Text AddKeys(const KeyColumn& key) {
  const std::string table = Identifier(key.table);
  if (!key.entity) {
    return {
        fmt::format("insert into {1} select key, (select coalesce(max(id) + 1, 0) from {1}) + "
                    "row_number() over (order by key) - 1 from ({0})",
                    NewKeys(key), table)};
  }
  // Ids are ordinal * 64 + bucket, ordinals dense within the bucket.
  return {fmt::format(
      "insert into {1} select key, ((coalesce(t.used, 0) + row_number() over (partition by "
      "f.bucket order by key) - 1) * 64 + f.bucket)::uinteger from (select key, ns_bucket(key) as "
      "bucket from ({0})) f left join (select id & 63 as bucket, max(id >> 6) + 1 as used from {1} "
      "group by 1) t on t.bucket = f.bucket",
      NewKeys(key), table)};
}

Text FindUnsplit() {
  return {"select 1 from ns_unsplit limit 1"};
}

Text InsertRows(const Source& source, const std::vector<KeyColumn>& keys, bool unsplit) {
  return InsertAtPlaces(source, keys, PlacesOf(unsplit), "s.file, s.rowid");
}

Text InsertArrivedRows(const Source& source, const std::vector<KeyColumn>& keys, int64_t behind) {
  return InsertAtPlaces(source, keys, {fmt::format("s.rowid + {}", behind), ""}, "s.rowid");
}

Text InsertRowIds(const Source& source, bool unsplit) {
  const Places places = PlacesOf(unsplit);
  const bool placed = !source.cursor.empty();
  return {
      fmt::format("insert into {} select s.row_id, s.content{} from ns_stage s{} where "
                  "s.verdict = 0 and s.row_id is not null",
                  Ids(source.name), placed ? ", " + places.place : "", placed ? places.joins : "")};
}

}  // namespace northstar::sql::duckdb
