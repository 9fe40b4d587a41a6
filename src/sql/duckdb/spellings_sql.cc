#include "sql/duckdb/spellings_sql.h"

#include <fmt/format.h>

#include "sql/storage.h"

namespace northstar::sql::duckdb {
namespace {

// Blanks of any kind that people type or paste.
constexpr const char* kBlanks = R"(\s\x{00a0})";

// Between two digits a separator counts, as in "1-2"; twice, because "1-2-3" has two in a row.
std::string KeptBetweenDigits(const std::string& text) {
  return fmt::format(R"(regexp_replace({}, '([0-9])[-_{}]+([0-9])', '\1~\2', 'g'))", text, kBlanks);
}

Text CreateTwins(const std::string& entries) {
  return {fmt::format(
      "create or replace temp table ns_twins as with entries as ({}), alike as (select f, min(id) "
      "as grp from entries group by f having min(id) <> max(id)) select distinct e.id, a.grp from "
      "alike a join entries e on e.f = a.f",
      entries)};
}

}  // namespace

std::string FoldedValue(const std::string& key) {
  return fmt::format("regexp_replace({}, '[-_{}]+', '', 'g')",
                     KeptBetweenDigits(KeptBetweenDigits("lower(" + key + ")")), kBlanks);
}

std::string IsNoValue(const std::string& key) {
  return FoldedValue(key) +
         " in ('', 'unknown', 'na', 'n/a', 'null', 'none', 'nan', 'other', 'undefined', "
         "'notset', '(notset)', '(none)', '(other)', '?')";
}

std::string FoldedId(const std::string& key) {
  return fmt::format(R"(regexp_replace(regexp_replace(regexp_replace(lower({0}), )"
                     R"('^[{1}]+|[{1}]+$', '', 'g'), '[{1}]+', ' ', 'g'), )"
                     R"('^0+([0-9]+)$', '\1'))",
                     key, kBlanks);
}

Text CountEntries(const std::string& dictionary) {
  return {"select count(*) from " + Identifier(dictionary)};
}

Text CreateValueTwins(const std::string& dictionary) {
  return CreateTwins(
      fmt::format(R"(select id, {} as f from {} where regexp_matches(key, '\p{{L}}'))",
                  FoldedValue("key"), Identifier(dictionary)));
}

Text CreateIdTwins(const std::string& entity, bool merged) {
  const std::string table = Identifier(storage::EntityTable(entity));
  if (!merged)
    return CreateTwins(fmt::format("select id, {} as f from {}", FoldedId("key"), table));
  return CreateTwins(
      fmt::format("select coalesce(m.same, d.id) as id, {} as f from {} d left join {} m on m.id = "
                  "d.id",
                  FoldedId("d.key"), table, Identifier(storage::MergeTable(entity))));
}

Text CountTwins() {
  return {"select count(*) from ns_twins"};
}

Text UsesOfTwins(const std::string& source, const std::string& column,
                 const std::string& dictionary) {
  return {fmt::format(
              "select u.grp, d.key, u.rows, u.first_us, u.last_us, f.path, u.at.seq + 1 from "
              "(select t.grp, t.id, count(*) as rows, min(e.ts) as first_us, max(e.ts) as last_us, "
              "min(struct_pack(ts := e.ts, file := e.file, seq := e.seq)) as at from {} e join "
              "ns_twins t on t.id = e.{} group by t.grp, t.id) u join {} d on d.id = u.id join "
              "ns_files f on f.id = u.at.file and f.source = $1 order by u.grp, d.key",
              Identifier(storage::EventsTable(source)), Identifier(column), Identifier(dictionary)),
          {source}};
}

Text CountFilled(const std::string& source, const std::string& column) {
  return {fmt::format("select count({}) from {}", Identifier(column),
                      Identifier(storage::EventsTable(source)))};
}

Text CreateTwinUses(const std::vector<std::string>& tables) {
  std::string uses;
  for (size_t i = 0; i < tables.size(); ++i) {
    uses += fmt::format(
        "{}select {} as source, t.grp, t.id from ns_twins t semi join {} u on u.id "
        "= t.id",
        uses.empty() ? "" : " union all ", i, tables[i]);
  }
  return {"create or replace temp table ns_twin_uses as " + uses};
}

namespace {

// Two ways to write an id, each unknown to the other source.
constexpr const char* kPairs =
    "ns_twin_uses a join ns_twin_uses b on b.grp = a.grp and b.id <> a.id and b.source > a.source "
    "where not exists (select 1 from ns_twin_uses c where c.source = b.source and c.id = a.id) "
    "and not exists (select 1 from ns_twin_uses c where c.source = a.source and c.id = b.id)";

}  // namespace

Text PairsOfTwins() {
  return {
      fmt::format("select a.source, b.source, count(distinct a.grp) from {} group by 1, 2 "
                  "order by 1, 2",
                  kPairs)};
}

Text SomeTwins(const std::string& entity, int64_t a, int64_t b, int most) {
  return {fmt::format(
      "select p.a, x.key, p.b, y.key from (select a.grp, min(a.id) as a, min(b.id) as b from {0} "
      "and a.source = {2} and b.source = {3} group by a.grp) p join {1} x on x.id = p.a join {1} y "
      "on y.id = p.b order by x.key limit {4}",
      kPairs, Identifier(storage::EntityTable(entity)), a, b, most)};
}

Text CountShared(const std::string& a, const std::string& b) {
  return {fmt::format("select count(*) from {} a join {} b on b.id = a.id", a, b)};
}

}  // namespace northstar::sql::duckdb
