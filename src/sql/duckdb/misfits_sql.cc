#include "sql/duckdb/misfits_sql.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sql/duckdb/spellings_sql.h"
#include "sql/storage.h"

namespace northstar::sql::duckdb {
namespace {

std::string Lo(const std::string& dimension) {
  return Identifier("lo_" + dimension);
}
std::string Hi(const std::string& dimension) {
  return Identifier("hi_" + dimension);
}
std::string Many(const std::string& dimension) {
  return Identifier("many_" + dimension);
}
std::string Values(const std::string& dimension) {
  return Identifier(storage::DimensionTable(dimension));
}
std::string Keys(const std::string& entity) {
  return Identifier(storage::EntityTable(entity));
}

// With `x` and `y` for the entries of two codes of a dimension.
std::string Differ() {
  return fmt::format("{} <> {} and not {} and not {}", FoldedValue("x.key"), FoldedValue("y.key"),
                     IsNoValue("x.key"), IsNoValue("y.key"));
}

std::string DifferingOf(const std::string& a, const std::string& b, const std::string& dimension) {
  return fmt::format(
      "{0} a join {1} b on b.id = a.id and b.{2} <> a.{2} and a.{2} = a.{3} and b.{2} = b.{3} "
      "join {4} x on x.id = a.{2} join {4} y on y.id = b.{2} and {5}",
      a, b, Lo(dimension), Hi(dimension), Values(dimension), Differ());
}

std::string TwiceDifferingOf(const std::string& dimension) {
  return fmt::format(
      "ns_fit_twice t join {0} x on x.id = t.lo join {0} y on y.id = t.hi and {1} "
      "where t.lo <> t.hi",
      Values(dimension), Differ());
}

// (event, rows) of a relation `e`.
Text EventsIn(const std::string& relation) {
  return {fmt::format(
      "select n.key, c.rows from (select e.event, count(*) as rows from {} group by e.event) c "
      "join event_names n on n.id = c.event order by 2 desc, 1",
      relation)};
}

}  // namespace

std::string RowsOfEntity(const EntityRows& rows, const std::vector<std::string>& dimensions) {
  const std::string entity = "e." + Identifier(storage::EntityColumn(rows.entity));
  std::string columns = rows.merged ? "coalesce(m.same, " + entity + ")" : entity;
  columns += " as id, e.ts, e.event, e.file, e.seq";
  for (const std::string& dimension : dimensions)
    columns += ", e." + Identifier(storage::DimensionColumn(dimension));
  const std::string merges = rows.merged
                                 ? fmt::format(" left join {} m on m.id = {}",
                                               Identifier(storage::MergeTable(rows.entity)), entity)
                                 : "";
  return fmt::format("(select {} from {} e{} where {} is not null)", columns,
                     Identifier(storage::EventsTable(rows.source)), merges, entity);
}

Text CreateEntities(const std::string& table, const EntityRows& rows,
                    const std::vector<std::string>& dimensions, bool by_file) {
  std::string columns;
  for (const std::string& dimension : dimensions) {
    columns += fmt::format(", min({0}) as {1}, max({0}) as {2}, count({0}) > 1 as {3}",
                           Identifier(storage::DimensionColumn(dimension)), Lo(dimension),
                           Hi(dimension), Many(dimension));
  }
  return {fmt::format(
      "create or replace temp table {} as select id{}, count(*) as n, min(ts) as first_us, "
      "max(ts) as last_us{} from {} group by id{}",
      table, by_file ? ", file" : "", columns, RowsOfEntity(rows, dimensions),
      by_file ? ", file" : "")};
}

Text SizeOfEntities(const std::string& table) {
  return {"select count(*), sum(n)::bigint, min(first_us), max(first_us) from " + table};
}

Text CompareWithRegister(const std::string& other, const std::string& reg, int64_t tolerance_us,
                         int64_t early_us) {
  return {fmt::format(
      "select count(*), sum(o.n)::bigint, count(r.id), (sum(o.n) filter (r.id is null))::bigint, "
      "count(*) filter (r.first_us <= o.first_us + {2}), "
      "count(*) filter (r.id is not null and o.first_us < {3}), "
      "count(*) filter (r.id is null and o.first_us < {3}) "
      "from {0} o left join {1} r on r.id = o.id",
      other, reg, tolerance_us, early_us)};
}

Text EntitiesMissing(const std::string& other, const std::string& reg, const std::string& entity,
                     int most) {
  return {fmt::format(
      "select o.id, k.key from (select id, n from {0} anti join {1} using (id) order by n desc, id "
      "limit {3}) o join {2} k on k.id = o.id order by o.n desc, k.key",
      other, reg, Keys(entity), most)};
}

Text FormsOfMissing(const std::string& other, const std::string& reg, const std::string& entity) {
  return {
      fmt::format("select case when regexp_full_match(trim(k.key), '[0-9]+') then '9' else "
                  "regexp_replace(lower(trim(k.key)), '[0-9a-f]+', 'x', 'g') end as form, "
                  "count(*) filter (r.id is null) as missing, count(r.id) "
                  "from {0} o left join {1} r on r.id = o.id join {2} k on k.id = o.id "
                  "group by form order by missing desc, form limit 5",
                  other, reg, Keys(entity))};
}

Text EventsOfMissing(const EntityRows& other, const std::string& reg) {
  return EventsIn(fmt::format("{} e anti join {} r on r.id = e.id", RowsOfEntity(other, {}), reg));
}

Text RowsBefore(const EntityRows& other, const std::string& reg, int64_t tolerance_us) {
  return EventsIn(fmt::format("{} e join {} r on r.id = e.id and e.ts + {} < r.first_us",
                              RowsOfEntity(other, {}), reg, tolerance_us));
}

Text LeadBefore(const std::string& other, const std::string& reg, int64_t tolerance_us) {
  return {fmt::format(
      "select count(*), median(r.first_us - o.first_us)::double / 1000000 from {} o join {} r on "
      "r.id = o.id and o.first_us + {} < r.first_us",
      other, reg, tolerance_us)};
}

Text EntitiesBefore(const std::string& other, const std::string& reg, const std::string& entity,
                    int64_t tolerance_us, int most) {
  return {fmt::format(
      "select o.id, k.key from (select o.id, r.first_us - o.first_us as lead from {0} o join {1} r "
      "on r.id = o.id and o.first_us + {3} < r.first_us order by lead desc, o.id limit {4}) o "
      "join {2} k on k.id = o.id order by o.lead desc, k.key",
      other, reg, Keys(entity), tolerance_us, most)};
}

Text FirstRowsOf(const EntityRows& rows, const std::vector<int64_t>& ids) {
  return {fmt::format(
              "select p.id, f.path, p.at.seq + 1 from (select id, min(struct_pack(ts := ts, file "
              ":= file, seq := seq)) as at from {} where id in ({}) group by id) p join ns_files f "
              "on f.id = p.at.file and f.source = $1",
              RowsOfEntity(rows, {}), fmt::join(ids, ", ")),
          {rows.source}};
}

Text FactsOf(const std::string& table, const std::vector<std::string>& dimensions) {
  std::string columns;
  for (const std::string& dimension : dimensions) {
    columns += fmt::format("{}count({}), count(*) filter ({}), count(*) filter ({} <> {})",
                           columns.empty() ? "" : ", ", Lo(dimension), Many(dimension),
                           Lo(dimension), Hi(dimension));
  }
  return {fmt::format("select {} from {}", columns, table)};
}

Text CompareFacts(const std::string& a, const std::string& b,
                  const std::vector<std::string>& dimensions) {
  std::string columns;
  for (const std::string& dimension : dimensions) {
    const std::string lo = Lo(dimension);
    const std::string both = fmt::format("a.{0} = a.{1} and b.{0} = b.{1}", lo, Hi(dimension));
    columns += fmt::format("{0}count(*) filter ({1}), count(*) filter ({1} and a.{2} <> b.{2})",
                           columns.empty() ? "" : ", ", both, lo);
  }
  return {fmt::format("select {} from {} a join {} b on b.id = a.id", columns, a, b)};
}

Text CountDiffering(const std::string& a, const std::string& b, const std::string& dimension) {
  return {"select count(*) from " + DifferingOf(a, b, dimension)};
}

Text SomeDiffering(const std::string& a, const std::string& b, const std::string& entity,
                   const std::string& dimension, int most) {
  return {fmt::format(
      "select a.id, k.key, x.key, y.key from {} join {} k on k.id = a.id order by k.key limit {}",
      DifferingOf(a, b, dimension), Keys(entity), most)};
}

Text SpansOfFiles(const std::string& source) {
  return {fmt::format("select file, min(ts), max(ts) from {} group by file order by 2, 3",
                      Identifier(storage::EventsTable(source)))};
}

Text CreateTwiceTold(const std::string& by_file, const std::string& dimension) {
  return {fmt::format(
      "create or replace temp table ns_fit_twice as select id, min({0}) as lo, max({0}) as hi "
      "from {2} where {0} = {1} group by id having count(*) > 1 and max(first_us) <= min(last_us)",
      Lo(dimension), Hi(dimension), by_file)};
}

Text CountTwiceTold() {
  return {"select count(*) from ns_fit_twice"};
}

Text CountTwiceDiffering(const std::string& dimension) {
  return {"select count(*) from " + TwiceDifferingOf(dimension)};
}

Text SomeTwiceDiffering(const std::string& entity, const std::string& dimension, int most) {
  return {
      fmt::format("select t.id, k.key, x.key, y.key from {} k, {} and k.id = t.id order by "
                  "k.key limit {}",
                  Keys(entity), TwiceDifferingOf(dimension), most)};
}

Text FirstRowWith(const EntityRows& rows, int64_t id, const std::string& dimension,
                  const std::string& value) {
  return {fmt::format(
              "select f.path, p.at.seq + 1 from (select min(struct_pack(ts := ts, file := file, "
              "seq := seq)) as at from {} where id = {} and {} = (select id from {} where key = "
              "$2)) p join ns_files f on f.id = p.at.file and f.source = $1",
              RowsOfEntity(rows, {dimension}), id, Identifier(storage::DimensionColumn(dimension)),
              Values(dimension)),
          {rows.source, value}};
}

}  // namespace northstar::sql::duckdb
