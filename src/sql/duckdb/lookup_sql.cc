#include "sql/duckdb/lookup_sql.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar::sql::duckdb {
namespace {

std::string Cell(size_t field) {
  return fmt::format("f{}", field);
}

std::string NumberIn(size_t field, int style) {
  return fmt::format("ns_number(f{}, {})", field, style);
}

// The cell of one key. `first` and `last` go by the order in which rows were read.
std::string Aggregate(const TakenCell& cell) {
  const std::string text = Cell(cell.field);
  const std::string number = cell.style ? NumberIn(cell.field, *cell.style) : std::string();
  const std::string filled = fmt::format(" filter (where {} is not null)", text);
  switch (cell.how) {
    case TakeHow::kOnly:
      return text;
    case TakeHow::kSum:
      // Always in the same order, so that the last digit does not change.
      return fmt::format("(fsum({0} order by {0}))::varchar", number);
    case TakeHow::kCount:
      return cell.of_rows ? "count(*)::varchar" : fmt::format("count({})::varchar", text);
    case TakeHow::kMin:
    case TakeHow::kMax: {
      const char* word = cell.how == TakeHow::kMin ? "min" : "max";
      if (cell.time) {
        return fmt::format("arg_{}({}, ns_time({}, {}, {}))", word, text, text, cell.time->first,
                           cell.time->second);
      }
      if (number.empty()) return fmt::format("{}({})", word, text);
      return fmt::format("arg_{}({}, {})", word, text, number);
    }
    case TakeHow::kLast:
      return fmt::format("arg_max({}, place){}", text, filled);
    case TakeHow::kFirst:
    case TakeHow::kAny:
      return fmt::format("arg_min({}, place){}", text, filled);
  }
  return text;
}

}  // namespace

std::string KeyOf(const std::vector<std::string>& parts) {
  if (parts.size() == 1) return fmt::format("nullif({}, '')", parts[0]);
  std::vector<std::string> filled;
  for (const std::string& part : parts) filled.push_back(fmt::format("nullif({}, '')", part));
  return fmt::format("({})", northstar::Join(filled, " || chr(31) || "));
}

Text CreateLookedUp(size_t fields) {
  std::string columns = "key varchar, row_id uhugeint, from_us bigint, until_us bigint";
  for (size_t i = 0; i < fields; ++i) columns += fmt::format(", {} varchar", Cell(i));
  return {"create or replace temp table ns_looked_up (" + columns + ")"};
}

Text DropLookedUp() {
  return {"drop table if exists temp.main.ns_looked_up"};
}

Text InsertLookedUp(const LookedUpFile& file) {
  const auto or_null = [](const std::string& sql, const char* type) {
    return sql.empty() ? fmt::format("null::{}", type) : sql;
  };
  std::string items =
      fmt::format("{}, {}, {}, {}", file.key, or_null(file.row_id, "uhugeint"),
                  or_null(file.from_us, "bigint"), or_null(file.until_us, "bigint"));
  for (const std::string& field : file.fields) items += fmt::format(", nullif({}, '')", field);
  return {fmt::format("insert into ns_looked_up select {} from {}", items, file.relation)};
}

Text DeleteRepeatedRows() {
  return {
      "delete from ns_looked_up where row_id is not null and rowid not in (select min(rowid) from "
      "ns_looked_up where row_id is not null group by row_id)"};
}

Text CountNoRows(const std::string& relation, const std::string& no_row) {
  return {fmt::format("select count(*) filter ({}), count(*) from {}", no_row, relation)};
}

Text FindUnreadTime(const std::string& relation, const std::string& text, const std::string& time) {
  return {fmt::format(
      "select {0} from {1} where {0} is not null and trim({0}) <> '' and {2} is null limit 1", text,
      relation, time)};
}

Text RepeatedKeys(int most) {
  return {
      fmt::format("select key, count(*) from ns_looked_up where key is not null group by key "
                  "having count(*) > 1 order by count(*) desc, key limit {}",
                  most)};
}

Text OverlappingRows(int most) {
  return {fmt::format(
      "select key, make_timestamp(next)::varchar from (select key, coalesce(until_us, "
      "9223372036854775807) as until, lead(coalesce(from_us, -9223372036854775807)) over "
      "(partition by key order by coalesce(from_us, -9223372036854775807)) as next from "
      "ns_looked_up where key is not null) where next < until order by all limit {}",
      most)};
}

Text RowsThatBeginAtOnce(int most) {
  return {fmt::format(
      "select key, coalesce(make_timestamp(from_us)::varchar, 'ever'), count(*) from ns_looked_up "
      "where key is not null group by key, from_us having count(*) > 1 order by all limit {}",
      most)};
}

Text FieldEvidence(size_t field) {
  return {fmt::format(
      "select coalesce(bit_or(ns_number_evidence({})), 0)::bigint from ns_looked_up", Cell(field))};
}

Text NotNumbers(size_t field, int style) {
  return {
      fmt::format("select count(*) filter ({1} is null), count(*), any_value({0}) filter ({1} "
                  "is null) from ns_looked_up where {0} is not null",
                  Cell(field), NumberIn(field, style))};
}

Text NotTimes(size_t field, int zone, int code) {
  return {fmt::format(
      "select count(*) filter (time is null), count(*), any_value(cell) filter (time is null) from "
      "(select {0} as cell, ns_time({0}, {1}, {2}) as time from ns_looked_up where {0} is not "
      "null)",
      Cell(field), zone, code)};
}

Text LookedUpRows(const std::vector<TakenCell>& cells, bool grouped, bool open) {
  std::string items = "key, ";
  if (grouped) {
    items += "null::bigint, null::bigint";
  } else if (open) {
    items += "from_us, lead(from_us) over (partition by key order by from_us nulls first)";
  } else {
    items += "from_us, until_us";
  }
  for (const TakenCell& cell : cells) items += ", " + Aggregate(cell);
  return {fmt::format(
      "select {} from (select *, rowid as place from ns_looked_up) where key is not null{} order "
      "by key{}",
      items, grouped ? " group by key" : "", grouped ? "" : ", from_us nulls first")};
}

std::string FieldColumn(int lookup, size_t field) {
  return fmt::format("ns_lookup{}_{}", lookup, field);
}

std::string FoundColumn(int lookup) {
  return fmt::format("ns_lookup{}", lookup);
}

std::string LookedUpKey(int lookup) {
  return fmt::format("ns_lookup{}_key", lookup);
}

std::string FoundNone(int lookup) {
  return fmt::format("({} is not null and {} is null)", LookedUpKey(lookup), FoundColumn(lookup));
}

std::string WithFound(const std::string& relation, const FoundFields& found) {
  const std::string row = FoundColumn(found.number);
  const std::string find =
      found.instant.empty() ? fmt::format("ns_find({}, {})", found.table, LookedUpKey(found.number))
                            : fmt::format("ns_find_at({}, {}, {})", found.table,
                                          LookedUpKey(found.number), found.instant);
  std::string fields;
  for (size_t i = 0; i < found.numbers.size(); ++i) {
    const std::string cell = fmt::format("ns_field({}, {}, {})", found.table, row, i);
    fields += fmt::format(", {}{} as {}", cell, found.numbers[i] ? "::double" : "",
                          FieldColumn(found.number, i));
  }
  return fmt::format("(select *{} from (select *, {} as {} from (select *, {} as {} from {})))",
                     fields, find, row, found.key, LookedUpKey(found.number), relation);
}

std::string MissedBits(int lookups) {
  std::string bits = "(0";
  for (int i = 0; i < lookups; ++i)
    bits += fmt::format(" + case when {} then {} else 0 end", FoundNone(i), int64_t{1} << i);
  return bits + ")";
}

std::string MissedKey(int lookups) {
  std::string key = "case";
  for (int i = 0; i < lookups; ++i)
    key += fmt::format(" when {} then {}", FoundNone(i), LookedUpKey(i));
  return key + " end";
}

Text CountMissed(int lookup) {
  const int64_t bit = int64_t{1} << lookup;
  // The key that is kept is that of the first lookup that found none.
  return {
      fmt::format("select count(*), count(distinct missed_key) filter (missed & ({0} - 1) = 0), "
                  "any_value(missed_key) filter (missed & ({0} - 1) = 0) from ns_stage where "
                  "missed & {0} <> 0",
                  bit)};
}

Text MissedKeys(int lookup, int most) {
  const int64_t bit = int64_t{1} << lookup;
  return {
      fmt::format("select distinct missed_key from ns_stage where missed & {0} <> 0 and missed "
                  "& ({0} - 1) = 0 limit {1}",
                  bit, most)};
}

}  // namespace northstar::sql::duckdb
