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
  return {"select from_key, to_key from " + Pairs(source) + " order by all"};
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
  return {"create or replace temp table ns_same (key varchar, same varchar, bucket uinteger)"};
}

Text InsertSameKeys(const std::vector<SameKey>& keys) {
  Text text{"insert into ns_same values "};
  for (const SameKey& key : keys) {
    const size_t n = text.parameters.size();
    text.sql += fmt::format("{}(${}, ${}, ${})", n == 0 ? "" : ", ", n + 1, n + 2, n + 3);
    text.parameters.insert(text.parameters.end(), {key.key, key.same, key.bucket});
  }
  return text;
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
      "order by same) - 1) * 64 + bucket)::uinteger from (select distinct s.same, s.bucket from "
      "ns_same s join {0} k on k.key = s.key anti join {0} d on d.key = s.same) f left join "
      "(select id & 63 as b, max(id >> 6) + 1 as used from {0} group by 1) t on t.b = f.bucket",
      Dictionary(entity))};
}

Text CreateMerges(const std::string& entity) {
  return {fmt::format(
      "create or replace table {0} as select k.id as id, d.id as same from ns_same s join {1} k on "
      "k.key = s.key join {1} d on d.key = s.same",
      Identifier(storage::MergeTable(entity)), Dictionary(entity))};
}

Text MergesOf(const std::string& entity) {
  return {"select id, same from " + Identifier(storage::MergeTable(entity))};
}

}  // namespace northstar::sql::duckdb
