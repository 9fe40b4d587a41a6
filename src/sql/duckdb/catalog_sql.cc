#include "sql/duckdb/catalog_sql.h"

#include <fmt/format.h>

#include <initializer_list>

#include "sql/storage.h"

namespace northstar::sql::duckdb {
namespace {

std::vector<Text> DeleteFrom(std::initializer_list<const char*> tables, const std::string& source) {
  std::vector<Text> statements;
  for (const char* table : tables)
    statements.push_back({fmt::format("delete from {} where source = $1", table), {source}});
  return statements;
}

}  // namespace

std::vector<Text> CreateCatalog() {
  return {
      {"create table if not exists ns_meta (key varchar primary key, value varchar)"},
      {"create table if not exists ns_sources (source varchar primary key, definition varchar, "
       "rows bigint, first_us bigint, last_us bigint, late bigint, time_unit utinyint)"},
      {"create table if not exists ns_files (source varchar, id uinteger, path varchar, size "
       "bigint, mtime_ns bigint, ctime_ns bigint, inode bigint, hash varchar, rows_read bigint, "
       "kept bigint, filtered bigint, duplicate bigint, rejected bigint, conflicting bigint, "
       "precision utinyint)"},
      {"create table if not exists ns_days (source varchar, day bigint, rows bigint, "
       "first_us bigint, last_us bigint)"},
      {"create table if not exists ns_numbers (source varchar, name varchar, evidence uinteger)"},
      {"create table if not exists ns_event_rows (source varchar, event varchar, rows bigint)"},
      {"create table if not exists ns_whole_ids (source varchar, name varchar, whole boolean, "
       "stripped boolean, primary key (source, name))"},
      {"create table if not exists ns_cursors (source varchar primary key, cursor varchar)"},
      {"create table if not exists ns_scored (source varchar, kind varchar, names bigint)"},
      {"create table if not exists event_names (key varchar, id usmallint)"},
  };
}

Text CountTables(const std::string& table) {
  return {"select count(*) from duckdb_tables() where table_name = $1 and not temporary", {table}};
}

Text StoredTables() {
  return {"select table_name from duckdb_tables() where not temporary"};
}

Text DropTable(const std::string& table) {
  return {"drop table " + Identifier(table)};
}

Text DropTableIfThere(const std::string& table) {
  return {"drop table if exists " + Identifier(table)};
}

Text DatabaseFormat() {
  return {"select value from ns_meta where key = 'format'"};
}

Text InsertFormat(const std::string& format) {
  return {"insert or ignore into ns_meta values ('format', $1)", {format}};
}

Text FilesOf(const std::string& source) {
  return {
      "select id, path, size, mtime_ns, ctime_ns, inode, hash, rows_read from ns_files where "
      "source = $1 order by id",
      {source}};
}

Text InsertFile(const FileRecord& file, int64_t read, int64_t kept) {
  return {
      "insert into ns_files values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9 - $10, 0, 0, 0, 0)",
      {file.source, file.id, file.path, file.size, file.mtime_ns, file.ctime_ns, file.inode,
       file.hash, read, kept}};
}

Text UpdateFile(const FileRecord& file) {
  return {
      "update ns_files set path = $1, size = $2, mtime_ns = $3, ctime_ns = $4, inode = $5, "
      "hash = $6 where source = $7 and id = $8",
      {file.path, file.size, file.mtime_ns, file.ctime_ns, file.inode, file.hash, file.source,
       file.id}};
}

Text DeleteFile(const std::string& source, int64_t id) {
  return {"delete from ns_files where source = $1 and id = $2", {source, id}};
}

Text DeleteFiles(const std::string& source) {
  return {"delete from ns_files where source = $1", {source}};
}

Text LeastPrecision(const std::string& source) {
  return {"select coalesce(min(precision), 0)::bigint from ns_files where source = $1 and kept > 0",
          {source}};
}

Text UpdatePrecision(const std::string& source, int64_t file, int64_t precision, bool only_lower) {
  return {
      "update ns_files set precision = case when $4 = 1 then least(precision, $1) else "
      "$1 end where source = $2 and id = $3",
      {precision, source, file, int64_t{only_lower}}};
}

Text InsertSource(const std::string& source, const std::string& definition) {
  return {"insert into ns_sources values ($1, $2, 0, null, null, 0, 0)", {source, definition}};
}

Text InsertSourceIfNew(const std::string& source, const std::string& definition) {
  return {"insert or ignore into ns_sources values ($1, $2, 0, null, null, 0, 0)",
          {source, definition}};
}

Text InsertSeriesSource(const std::string& source, const std::string& definition, int64_t rows,
                        int64_t first_us, int64_t last_us) {
  return {"insert into ns_sources values ($1, $2, $3, $4, $5, 0, 0)",
          {source, definition, rows, first_us, last_us}};
}

Text DefinitionOf(const std::string& source) {
  return {"select definition from ns_sources where source = $1", {source}};
}

Text RowsOf(const std::string& source) {
  return {"select rows from ns_sources where source = $1", {source}};
}

Text LateRowsOf(const std::string& source) {
  return {"select late from ns_sources where source = $1", {source}};
}

Text CountSources() {
  return {"select count(*) from ns_sources"};
}

Text AllSources() {
  return {"select source, rows, first_us, last_us, definition from ns_sources"};
}

Text AddLateRows(const std::string& source, int64_t before_us) {
  return {
      "update ns_sources set late = late + (select count(*) from ns_stage where "
      "verdict = 0 and (packed >> 2) < $1) where source = $2",
      {before_us, source}};
}

std::vector<Text> DeleteRecords(const std::string& source) {
  return DeleteFrom({"ns_files", "ns_sources", "ns_event_rows", "ns_whole_ids", "ns_numbers",
                     "ns_days", "ns_cursors"},
                    source);
}

std::vector<Text> DeleteFilesAndSource(const std::string& source) {
  return DeleteFrom({"ns_files", "ns_sources"}, source);
}

Text DeleteEventRows(const std::string& source) {
  return {"delete from ns_event_rows where source = $1", {source}};
}

Text InsertEventRows(const std::string& source) {
  return {
      fmt::format("insert into ns_event_rows select $1, n.key, c.rows from (select event, count(*) "
                  "as rows from {} group by event) c join event_names n on n.id = c.event",
                  Identifier(storage::EventsTable(source))),
      {source}};
}

Text UpdateExtent(const std::string& source) {
  return {fmt::format(
              "update ns_sources set rows = t.n, first_us = t.first, last_us = t.last from (select "
              "count(*) as n, min(ts) as first, max(ts) as last from {}) t where source = $1",
              Identifier(storage::EventsTable(source))),
          {source}};
}

Text AllEventRows() {
  return {"select source, event, rows from ns_event_rows"};
}

Text EventCodes() {
  return {"select key, id from event_names"};
}

Text CountCodes(const std::string& dictionary) {
  return {fmt::format("select coalesce(max(id)::bigint + 1, 0) from {}", Identifier(dictionary))};
}

Text CountOrdinals(const std::string& dictionary) {
  return {fmt::format("select coalesce(max(id >> 6) + 1, 0) from {}", Identifier(dictionary))};
}

Text QualityOf(const std::string& source) {
  return {
      "select sum(rows_read)::bigint, sum(kept)::bigint, sum(filtered)::bigint, "
      "sum(duplicate)::bigint, sum(rejected)::bigint from ns_files where source = $1",
      {source}};
}

Text RejectedWithin(const std::string& source, int64_t from_us, int64_t to_us) {
  return {fmt::format("select coalesce(e.first < {1} and e.last >= {0}, false)::integer, "
                      "sum(f.rows_read)::bigint, sum(f.rejected)::bigint "
                      "from ns_files f left join (select file, min(ts) as first, "
                      "max(ts) as last from {2} group by file) e on e.file = f.id "
                      "where f.source = $1 group by 1",
                      from_us, to_us, Identifier(storage::EventsTable(source))),
          {source}};
}

Text CursorOf(const std::string& source) {
  return {"select cursor from ns_cursors where source = $1", {source}};
}

Text UpdateCursor(const std::string& source, const std::string& cursor) {
  return {"insert or replace into ns_cursors values ($1, $2)", {source, cursor}};
}

Text NumberEvidenceOf(const std::string& source) {
  return {"select name, evidence from ns_numbers where source = $1", {source}};
}

Text DeleteNumberEvidence(const std::string& source) {
  return {"delete from ns_numbers where source = $1", {source}};
}

Text InsertNumberEvidence(const std::string& source, const std::string& column, int64_t evidence) {
  return {"insert into ns_numbers values ($1, $2, $3)", {source, column, evidence}};
}

Text TimeUnitOf(const std::string& source) {
  return {"select time_unit from ns_sources where source = $1", {source}};
}

Text UpdateTimeUnit(const std::string& source, int64_t unit) {
  return {"update ns_sources set time_unit = $1 where source = $2", {unit, source}};
}

}  // namespace northstar::sql::duckdb
