#include "engine/duckdb/exposures.h"

#include <algorithm>

#include "model/project.h"
#include "sql/dialect.h"
#include "sql/exposure_sql.h"

namespace northstar::duck {
namespace {

// A source that was never loaded has no table.
std::vector<Feed> Loaded(const std::vector<Feed>& feeds, const DataFacts& facts) {
  std::vector<Feed> loaded;
  for (const Feed& feed : feeds) {
    if (facts.sources.contains(feed.source)) loaded.push_back(feed);
  }
  return loaded;
}

Result<Rows> Ask(Connection& connection, const sql::Statement& statement) {
  NS_ASSIGN(const sql::Text text,
            sql::Print(sql::kDuckDb, statement, sql::LiteralStyle::kParameters));
  return connection.Query(text);
}

}  // namespace

Result<std::vector<ArmSeen>> ReadArms(Connection& connection, const Project& project,
                                      const DataFacts& facts, const ExposurePlan& plan) {
  std::vector<ArmSeen> arms;
  ExposurePlan loaded = plan;
  loaded.feeds = Loaded(plan.feeds, facts);
  if (loaded.feeds.empty()) return arms;
  NS_ASSIGN(const Rows rows, Ask(connection, sql::RenderArms(loaded, project, facts)));
  for (size_t r = 0; r < rows.rows.size(); ++r) arms.push_back({rows.Text(r, 0), rows.Int(r, 1)});
  std::reverse(arms.begin(), arms.end());
  return arms;
}

Result<std::vector<ExposedUnit>> ReadExposures(Connection& connection, const Project& project,
                                               const DataFacts& facts, const ExposurePlan& plan) {
  std::vector<ExposedUnit> units;
  ExposurePlan loaded = plan;
  loaded.feeds = Loaded(plan.feeds, facts);
  if (loaded.feeds.empty()) return units;
  NS_ASSIGN(const Rows rows, Ask(connection, sql::RenderExposures(loaded, project, facts)));
  units.reserve(rows.rows.size());
  for (size_t r = 0; r < rows.rows.size(); ++r) {
    units.push_back({static_cast<uint32_t>(rows.Int(r, 0)), rows.Int(r, 1),
                     rows.Text(r, 2) == plan.treatment, rows.Int(r, 3) > 1});
  }
  return units;
}

Result<std::vector<UnitCell>> ReadUnitFigures(Connection& connection, const Project& project,
                                              const DataFacts& facts, const ExposurePlan& plan,
                                              const UnitFigurePlan& figure) {
  std::vector<UnitCell> cells;
  ExposurePlan loaded = plan;
  loaded.feeds = Loaded(plan.feeds, facts);
  UnitFigurePlan of = figure;
  of.feeds = Loaded(figure.feeds, facts);
  bool reachable = !of.feeds.empty();
  for (std::vector<Feed>& step : of.via) {
    step = Loaded(step, facts);
    reachable = reachable && !step.empty();
  }
  if (loaded.feeds.empty() || !reachable) return cells;
  NS_ASSIGN(const Rows rows, Ask(connection, sql::RenderUnitFigures(loaded, of, project, facts)));
  cells.reserve(rows.rows.size());
  for (size_t r = 0; r < rows.rows.size(); ++r) {
    cells.push_back({static_cast<uint32_t>(rows.Int(r, 0)), static_cast<int>(rows.Int(r, 1)),
                     rows.Int(r, 2), rows.Int(r, 3), rows.Double(r, 4), rows.Int(r, 5)});
  }
  return cells;
}

}  // namespace northstar::duck
