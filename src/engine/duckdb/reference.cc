#include "engine/duckdb/reference.h"

#include <algorithm>
#include <map>

#include "base/exact_sum.h"
#include "sql/dialect.h"
#include "sql/plan_sql.h"

namespace northstar::duck {
namespace {

Result<GatheredTable> RunOne(Connection& connection, const Project& project, const GatherPlan& plan,
                             const Accumulator& a, const DataFacts& facts) {
  GatheredTable table;
  table.periods = plan.PeriodsOf(a).size();
  table.bucketed = a.bucketed;
  const auto periods = static_cast<size_t>(table.periods);
  std::map<GroupKey, std::vector<std::pair<size_t, Cell>>, GroupOrder> groups;  // index in page
  if (a.by.empty()) groups[{}] = {};
  if (!a.feeds.empty()) {
    NS_ASSIGN(const sql::Text text,
              sql::Print(sql::kDuckDb, sql::RenderAccumulator(plan, a, project, facts),
                         sql::LiteralStyle::kParameters));
    NS_ASSIGN(const Rows rows, connection.Query(text));
    const size_t first = 1 + a.by.size();
    for (size_t r = 0; r < rows.rows.size(); ++r) {
      GroupKey key;
      for (size_t d = 0; d < a.by.size(); ++d) {
        key.push_back(rows.Null(r, 1 + d) ? std::nullopt
                                          : std::optional<std::string>(rows.Text(r, 1 + d)));
      }
      auto index = static_cast<size_t>(rows.Int(r, 0));
      if (a.bucketed) index = index * kBuckets + static_cast<size_t>(rows.Int(r, first));
      const size_t n = first + (a.bucketed ? 1 : 0);
      groups[key].emplace_back(index, Cell{rows.Int(r, n), rows.Double(r, n + 1)});
    }
  }
  for (const auto& [key, cells] : groups) {
    const size_t base = table.groups.size() * periods;
    table.groups.push_back(key);
    table.cells.resize(base + periods);
    if (a.bucketed) table.bucket_cells.resize((base + periods) * kBuckets);
    std::vector<ExactSum> of_buckets(a.bucketed ? periods : 0);
    for (const auto& [index, cell] : cells) {
      if (!a.bucketed) {
        table.cells[base + index] = cell;
        continue;
      }
      const size_t period = index / kBuckets;
      table.bucket_cells[base * kBuckets + index] = cell;
      table.cells[base + period].n += cell.n;
      of_buckets[period].Add(cell.v);
      table.cells[base + period].v = of_buckets[period].Value();
    }
  }
  return table;
}

}  // namespace

Result<Gathered> Reference::Gather(const Project& project, const GatherPlan& plan,
                                   const DataFacts& facts) {
  Gathered gathered;
  for (const Accumulator& a : plan.accumulators) {
    if (a.hidden) {
      gathered.tables.emplace_back();
      continue;
    }
    if (const std::string why = sql::WhyNoSql(plan, a); !why.empty())
      return Error::Usage(why, "leave out --engine sql");
    if (a.sampled) {
      return Error::Usage("the SQL engine has no intervals for percentiles: it keeps no values",
                          "leave out --ci or --engine sql");
    }
    NS_ASSIGN(GatheredTable table, RunOne(connection_, project, plan, a, facts));
    gathered.tables.push_back(std::move(table));
  }
  return gathered;
}

std::string Reference::Explain(const Project& project, const GatherPlan& plan,
                               const DataFacts& facts) {
  std::string out;
  for (const Accumulator& a : plan.accumulators) {
    if (a.hidden) continue;
    out += "-- " + CanonicalText(a) + "\n";
    if (const std::string why = sql::WhyNoSql(plan, a); !why.empty()) {
      out += "-- " + why + "\n\n";
      continue;
    }
    if (a.feeds.empty()) continue;
    const auto text = sql::Print(sql::kDuckDb, sql::RenderAccumulator(plan, a, project, facts),
                                 sql::LiteralStyle::kInline);
    out += (text.ok() ? text->sql + ";" : "-- " + text.error().message) + "\n\n";
  }
  return out;
}

}  // namespace northstar::duck
