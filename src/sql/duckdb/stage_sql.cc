#include "sql/duckdb/stage_sql.h"

#include <fmt/format.h>

#include "sql/storage.h"

namespace northstar::sql::duckdb {

Text CreateStage(const Source& source) {
  std::string columns = "file uinteger, packed bigint, event varchar";
  for (const NamedExpr& e : source.entities)
    columns += ", " + Identifier(storage::EntityColumn(e.name)) + " varchar";
  for (const NamedExpr& d : source.dimensions)
    columns += ", " + Identifier(storage::DimensionColumn(d.name)) + " varchar";
  for (const NamedExpr& v : source.values)
    columns += ", " + Identifier(storage::ValueColumn(v.name)) + " double";
  if (source.text) columns += ", " + Identifier(storage::kTextColumn) + " varchar";
  return {"create or replace temp table ns_stage (" + columns +
          ", row_id uhugeint, content ubigint, rounded_id varchar, form utinyint" +
          (source.lookups.empty() ? "" : ", missed ubigint, missed_key varchar") +
          ", verdict utinyint, reason varchar, detail varchar)"};
}

std::vector<Text> DropStage() {
  std::vector<Text> statements;
  for (const char* table :
       {"ns_stage", "ns_staged", "ns_unsplit", "ns_repeats", "reject_errors", "reject_scans"})
    statements.push_back({fmt::format("drop table if exists temp.main.{}", table)});
  return statements;
}

Text CreateStagedFiles() {
  return {
      "create or replace temp table ns_staged (id uinteger, scan bigint, first bigint, "
      "behind bigint, header_here boolean, above bigint)"};
}

Text InsertStagedFile(const StagedFile& file) {
  return {"insert into ns_staged values ($1, $2, $3, $4, $5 = 1, $6)",
          {static_cast<int64_t>(file.id), file.scan, file.first, file.behind,
           int64_t{file.header_here}, file.above}};
}

Text CountStaged() {
  return {"select count(*) from ns_stage"};
}

Text CountStagedOf(int64_t file) {
  return {"select count(*) from ns_stage where file = $1", {file}};
}

Text DeleteStagedOf(int64_t file) {
  return {"delete from ns_stage where file = $1", {file}};
}

Text CountByVerdict() {
  return {"select file, verdict, count(*) from ns_stage group by all"};
}

Text CountOddTimes() {
  return {
      "select count(*) filter (packed & 3 = 1), count(*) filter (packed & 3 = 2) from ns_stage "
      "where verdict = 0"};
}

Text FindTornRow(int64_t file) {
  return {"select 1 from ns_stage where file = $1 and reason = 'not a JSON object' limit 1",
          {file}};
}

Text FindUnreadNumber() {
  return {
      "select 1 from ns_stage where verdict = 3 and ends_with(reason, ' is not a number') limit "
      "1"};
}

Text StagedTimeForms(int number_bit, int no_time_bit) {
  return {
      fmt::format("select form, count(*), any_value(packed) from ns_stage where (form & {}) <> 0 "
                  "and (form & {}) = 0 group by form order by form",
                  number_bit, no_time_bit)};
}

Text LeastTimeForm(int64_t file, int mask) {
  return {fmt::format("select coalesce(min(form & {}), 0)::bigint from ns_stage where file = $1 "
                      "and verdict = 0",
                      mask),
          {file}};
}

Text FindNotMidnight(int64_t file, int zone) {
  return {fmt::format("select 1 from ns_stage where file = $1 and verdict = 0 and not "
                      "ns_midnight(packed >> 2, {}) limit 1",
                      zone),
          {file}};
}

Text CountScanTables() {
  return {"select count(*) from duckdb_tables() where table_name = 'reject_scans'"};
}

Text CountRejectTables() {
  return {"select count(*) from duckdb_tables() where table_name = 'reject_errors'"};
}

Text LastScan() {
  return {"select coalesce(max(scan_id), -1)::bigint from reject_scans"};
}

Text OpenQuotes(int64_t scan, int most) {
  return {
      fmt::format("select line::bigint, line_byte_position::bigint from reject_errors where "
                  "scan_id = {} and error_type = 'UNQUOTED VALUE' order by line limit {}",
                  scan, most)};
}

Text NameLongRow(int64_t scan, int64_t line) {
  return {
      fmt::format("update reject_errors set error_type = 'LINE SIZE OVER MAXIMUM' where scan_id "
                  "= {} and line = {}",
                  scan, line)};
}

Text NumberEvidence(const std::string& cells, const std::string& relation) {
  return {fmt::format("select coalesce(bit_or(ns_number_evidence({}::varchar)), 0)::bigint from {}",
                      cells, relation)};
}

Text TextsWithEvidence(const std::string& cells, const std::string& relation, uint32_t bit,
                       int most) {
  return {
      fmt::format("select distinct {0}::varchar from {1} where "
                  "(ns_number_evidence({0}::varchar) & {2}) <> 0 limit {3}",
                  cells, relation, bit, most)};
}

Text FirstWithEvidence(const std::string& cells, const std::string& relation, uint32_t bit) {
  return {
      fmt::format("select n, text from (select row_number() over () as n, {}::varchar as text from "
                  "{}) where (ns_number_evidence(text) & {}) <> 0 order by n limit 1",
                  cells, relation, bit)};
}

}  // namespace northstar::sql::duckdb
