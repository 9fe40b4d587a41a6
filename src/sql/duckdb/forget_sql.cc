#include "sql/duckdb/forget_sql.h"

#include <fmt/format.h>

#include "sql/storage.h"

namespace northstar::sql::duckdb {
namespace {

// The parameter with this number is the name of the entity.
std::string HashOf(const std::string& key, int entity) {
  return fmt::format(
      "sha256((select value from ns_meta where key = 'message_key') || chr(31) || ${} || chr(31) "
      "|| {})",
      entity, key);
}

std::string Freed(size_t number) {
  return fmt::format("ns_freed_{}", number);
}

std::string IdsOfPerson(const std::string& entity) {
  return fmt::format("(select id from {} where key in (select key from ns_person))",
                     Identifier(storage::EntityTable(entity)));
}

// Freed values that stand in no row of these tables.
std::string Unused(size_t number, const KeyColumn& column, const std::vector<std::string>& tables) {
  std::string used;
  for (const std::string& table : tables) {
    used += fmt::format(" and not exists (select 1 from {} e where e.{} = f.id)", Identifier(table),
                        Identifier(column.column));
  }
  return fmt::format("(select f.id from {} f where true{})", Freed(number), used);
}

}  // namespace

Text CreateForgotten() {
  return {"create table if not exists ns_forgotten (entity varchar, hash varchar)"};
}

Text DeleteMetaButSecret() {
  return {"delete from ns_meta where key <> 'message_key'"};
}

Text CountForgotten() {
  return {"select count(*) from ns_forgotten"};
}

Text StoredKeyColumns() {
  return {
      "select table_name, column_name from duckdb_columns() where not internal and "
      "starts_with(table_name, 'events_') and (starts_with(column_name, 'e_') or "
      "starts_with(column_name, 'd_')) order by table_name, column_index"};
}

Text StoredDictionaries() {
  return {
      "select table_name from duckdb_tables() where not internal and not temporary and "
      "(starts_with(table_name, 'entity_') or starts_with(table_name, 'dimension_'))"};
}

std::vector<Text> FindPerson(const std::string& id, const std::vector<std::string>& pair_tables) {
  std::vector<Text> statements{{"create or replace temp table ns_person (key varchar)"}};
  if (pair_tables.empty()) {
    statements.push_back({"insert into ns_person values ($1)", {id}});
    return statements;
  }
  std::vector<std::string> links;
  for (const std::string& table : pair_tables) {
    links.push_back("select from_key as a, to_key as b from " + Identifier(table));
    links.push_back("select to_key as a, from_key as b from " + Identifier(table));
  }
  statements.push_back(
      {fmt::format("insert into ns_person with recursive links as materialized ({}), person(key) "
                   "as (select $1::varchar union select links.b from links join person on links.a "
                   "= person.key) select key from person",
                   fmt::join(links, " union all ")),
       {id}});
  return statements;
}

Text PersonKeys() {
  return {"select key from ns_person order by key"};
}

Text CountKnown(const std::string& entity) {
  return {fmt::format("select count(*) from {} where key in (select key from ns_person)",
                      Identifier(storage::EntityTable(entity)))};
}

Text CountForgottenBefore(const std::string& entity) {
  return {fmt::format("select count(*) from ns_forgotten where entity = $1 and hash in (select {} "
                      "from ns_person)",
                      HashOf("key", 1)),
          {entity}};
}

Text CountRowsOfPerson(const std::string& events_table, const KeyColumn& entity) {
  return {fmt::format("select count(*) from {} where {} in {}", Identifier(events_table),
                      Identifier(entity.column), IdsOfPerson(entity.name))};
}

Text CountPairsOfPerson(const std::string& pair_table) {
  return {
      fmt::format("select count(*) from {} where from_key in (select key from ns_person) or "
                  "to_key in (select key from ns_person)",
                  Identifier(pair_table))};
}

Text RememberForgotten(const std::string& entity) {
  return {fmt::format("insert into ns_forgotten select $1, h from (select {} as h from ns_person) "
                      "where h not in (select hash from ns_forgotten where entity = $1)",
                      HashOf("key", 1)),
          {entity}};
}

Text DeletePairsOfPerson(const std::string& pair_table) {
  return {
      fmt::format("delete from {} where from_key in (select key from ns_person) or to_key in "
                  "(select key from ns_person)",
                  Identifier(pair_table))};
}

Text CreateFreed(size_t number) {
  return {fmt::format("create or replace temp table {} (id uinteger)", Freed(number))};
}

Text NoteFreed(size_t number, const std::string& events_table, const KeyColumn& column,
               const KeyColumn& entity) {
  return {fmt::format("insert into {} select distinct {} from {} where {} in {} and {} is not null",
                      Freed(number), Identifier(column.column), Identifier(events_table),
                      Identifier(entity.column), IdsOfPerson(entity.name),
                      Identifier(column.column))};
}

Text DeleteRowsOfPerson(const std::string& events_table, const KeyColumn& entity) {
  return {fmt::format("delete from {} where {} in {}", Identifier(events_table),
                      Identifier(entity.column), IdsOfPerson(entity.name))};
}

Text CountFreed(size_t number, const KeyColumn& column, const std::vector<std::string>& tables) {
  return {fmt::format("select count(*) from {} where id in {}", Identifier(column.table),
                      Unused(number, column, tables))};
}

Text DeleteFreed(size_t number, const KeyColumn& column, const std::vector<std::string>& tables) {
  return {fmt::format("delete from {} where id in {}", Identifier(column.table),
                      Unused(number, column, tables))};
}

Text DeleteKeysOfPerson(const std::string& entity) {
  return {fmt::format("delete from {} where key in (select key from ns_person)",
                      Identifier(storage::EntityTable(entity)))};
}

Text FilterForgotten(const KeyColumn& entity) {
  return {fmt::format("update ns_stage set verdict = {} where verdict = {} and {} is not null and "
                      "{} in (select hash from ns_forgotten where entity = $1)",
                      static_cast<int>(Verdict::kFiltered), static_cast<int>(Verdict::kKept),
                      Identifier(entity.column), HashOf(Identifier(entity.column), 1)),
          {entity.name}};
}

Text DeleteForgottenPairs(const std::string& pair_table, const std::string& entity) {
  return {fmt::format("delete from {} where {} in (select hash from ns_forgotten where entity = "
                      "$1) or {} in (select hash from ns_forgotten where entity = $1)",
                      Identifier(pair_table), HashOf("from_key", 1), HashOf("to_key", 1)),
          {entity}};
}

}  // namespace northstar::sql::duckdb
