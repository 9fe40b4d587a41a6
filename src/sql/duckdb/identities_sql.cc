#include "sql/duckdb/identities_sql.h"

#include <fmt/format.h>

#include "sql/duckdb/id_patterns.h"
#include "sql/storage.h"

namespace northstar::sql::duckdb {
namespace {

std::string Pairs(const std::string& source) {
  return Identifier(storage::IdentityTable(source));
}
std::string Dictionary(const std::string& entity) {
  return Identifier(storage::EntityTable(entity));
}
std::string Merges(const std::string& entity) {
  return Identifier(storage::MergeTable(entity));
}
std::string Touched(const std::string& entity) {
  return Identifier(TouchedTable(entity));
}
std::string MergesFromSameKeys(const std::string& entity) {
  return fmt::format(
      "select k.id as id, d.id as same from ns_same s join {0} k on k.key = s.key join {0} d on "
      "d.key = s.same",
      Dictionary(entity));
}

}  // namespace

Text CreatePairs(const std::string& source) {
  return {
      fmt::format("create or replace table {} (from_key varchar, to_key varchar)", Pairs(source))};
}

Text InsertPairs(const std::string& source, const std::string& relation, const std::string& from,
                 const std::string& to, const std::string& kept) {
  return {
      fmt::format("insert into {} select a, b from (select {} as a, {} as b "
                  "from {} where {}) where a <> '' and b <> ''",
                  Pairs(source), from, to, relation, kept)};
}

Text CountPairs(const std::string& source) {
  return {"select count(*) from " + Pairs(source)};
}

Text PairsOf(const std::string& source) {
  return {"select from_key, to_key from " + Pairs(source)};
}

Text FindPair(const std::string& source) {
  return {"select 1 from " + Pairs(source) + " limit 1"};
}

Text WholePairs(const std::string& source, const std::string& column) {
  return {
      fmt::format("select bool_and(regexp_full_match({0}, '{1}')), "
                  "count(*) filter (contains({0}, '.')) from {2}",
                  column, kWholeIdPattern, Pairs(source))};
}

Text StripPairPoints(const std::string& source, const std::string& column) {
  return {fmt::format("update {0} set {1} = left({1}, -2) where ends_with({1}, '.0')",
                      Pairs(source), column)};
}

Text CreateSameKeys() {
  return {"create or replace temp table ns_same (key varchar, same varchar)"};
}

Text DropSameKeys() {
  return {"drop table ns_same"};
}

Text CreateDictionary(const std::string& entity) {
  return {
      fmt::format("create table if not exists {} (key varchar, id uinteger)", Dictionary(entity))};
}

Text AddRepresentatives(const std::string& entity) {
  return {fmt::format(
      "insert into {0} select same, ((coalesce(t.used, 0) + row_number() over (partition by bucket "
      "order by same) - 1) * 64 + bucket)::uinteger from (select distinct s.same, "
      "ns_bucket(s.same) as bucket from "
      "ns_same s join {0} k on k.key = s.key anti join {0} d on d.key = s.same) f left join "
      "(select id & 63 as b, max(id >> 6) + 1 as used from {0} group by 1) t on t.b = f.bucket",
      Dictionary(entity))};
}

Text CreateMerges(const std::string& entity) {
  return {
      fmt::format("create or replace table {} as {}", Merges(entity), MergesFromSameKeys(entity))};
}

Text AddMerges(const std::string& entity) {
  return {fmt::format("insert into {} {}", Merges(entity), MergesFromSameKeys(entity))};
}

Text MergesOf(const std::string& entity) {
  return {"select id, same from " + Merges(entity)};
}

std::string TouchedTable(const std::string& entity) {
  return "ns_touched_" + entity;
}

Text CreateTouched(const std::string& entity) {
  return {fmt::format("create or replace temp table {} (key varchar)", Touched(entity))};
}

Text CountTouched(const std::string& entity) {
  return {"select count(*) from " + Touched(entity)};
}

Text TouchNewKeys(const KeyColumn& key) {
  return {fmt::format("insert into {} {}", Touched(key.name), NewKeys(key))};
}

Text TouchNeighbors(const std::string& entity, const std::string& source) {
  return {fmt::format(
      "insert into {0} select key from (select to_key as key from {1} semi join {0} t on t.key = "
      "from_key union select from_key from {1} semi join {0} t on t.key = to_key) n anti join {0} "
      "t on t.key = n.key",
      Touched(entity), Pairs(source))};
}

Text TouchedPairs(const std::string& entity, const std::string& source) {
  return {fmt::format("select from_key, to_key from {} semi join {} t on t.key = from_key",
                      Pairs(source), Touched(entity))};
}

Text DeleteTouchedMerges(const std::string& entity) {
  return {fmt::format(
      "delete from {} where id in (select id from {} d semi join {} t on t.key = d.key)",
      Merges(entity), Dictionary(entity), Touched(entity))};
}

}  // namespace northstar::sql::duckdb
