#include "bench/events.h"

#include <limits>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "bench/bench.h"
#include "engine/duckdb/catalog.h"
#include "engine/duckdb/functions.h"
#include "engine/duckdb/gather.h"
#include "engine/duckdb/gather_function.h"
#include "model/load_project.h"
#include "model/project.h"

namespace northstar::bench {
namespace {

constexpr const char* kProject = R"(
version: 1
sources:
  - name: app
    files: unused.csv
    time: t
    event_column: e
    entities: {user: u, workspace: w}
    dimensions: {plan: p}
    values: {amount: a}
metrics:
)";

ProjectRef Load(const std::string& folder, const std::string& metrics) {
  std::filesystem::create_directories(folder);
  std::ofstream(std::filesystem::path(folder) / "northstar.yml") << kProject << metrics;
  return Must(LoadProject(folder, [](const std::string&) { return std::nullopt; })).project;
}

}  // namespace

Stored::Stored(const std::string& folder, const std::string& path, const std::string& metrics,
               int64_t memory_limit)
    : memory_limit_(memory_limit), project_(Load(folder, metrics)) {
  database_ = Must(duck::Database::Open(path, duck::Access::kReadWrite, memory_limit, 0));
  connection_ = Must(database_->Connect());
  Must(duck::RegisterGatherFunction(*connection_));
  facts_ = Must(duck::ReadFacts(*connection_, std::numeric_limits<int64_t>::max()));
  Question question;
  question.metrics = project_->MetricNames();
  bound_ = Must(BindQuestion(project_, question, facts_, INT64_MAX / 4));
}

GatherPlan Stored::Plan(const std::vector<std::string>& metrics, const std::vector<std::string>& by,
                        bool bucketed) const {
  GatherPlanner planner(*project_, facts_);
  const int grid = planner.AddGrid(bound_->grid, {});
  for (const std::string& name : metrics) {
    for (const Metric* leaf : project_->LeavesOf(*project_->FindMetric(name)))
      planner.AddLeaf(*leaf, grid, by, nullptr, bucketed);
  }
  return std::move(planner).Finish(memory_limit_);
}

Gathered Stored::Gather(const GatherPlan& plan) const {
  return Must(duck::RunKernel(*connection_, *project_, plan, facts_));
}

void MakeEvents(const std::string& path, const EventWorld& world) {
  if (std::filesystem::exists(path)) return;
  fmt::print(stderr, "making {} million events …\n", world.rows / 1'000'000);
  const auto database =
      Must(duck::Database::Open(path, duck::Access::kReadWrite, 8'000'000'000, 0));
  const auto connection = Must(database->Connect());
  duck::Connection& db = *connection;
  Must(duck::PrepareCatalog(db));
  Must(db.Run(fmt::format("insert into event_names select 'e' || i, i from range({}) t(i)",
                          world.rare ? 20 : 5)));
  const auto entity = [&](const char* name, int count) {
    Must(
        db.Run(fmt::format("create table entity_{} as select '{}' || i as key, i::uinteger as id "
                           "from range({}) t(i)",
                           name, name, count)));
  };
  entity("user", world.users);
  entity("workspace", world.workspaces);
  Must(
      db.Run("create table dimension_plan as select 'p' || i as key, i::uinteger as id from "
             "range(8) t(i)"));
  // Of 2,000 events, 30 are rare ones when there are any; the others have shares of 50, 25, 15, 7
  // and 3 percent. hash() of a counter is a reproducible stream of random numbers.
  const int common = world.rare ? 1970 : 2000;
  Must(db.Run(fmt::format(
      "create table events_app as select (1704067200000000 + (hash(i * 4) % "
      "31968000000000::ubigint))::bigint as ts, "
      "(case when h >= {0} then 5 + (h - {0}) // 2 when h < {0} * 0.5 then 0 when h < {0} * 0.75 "
      "then 1 when h < {0} * 0.9 then 2 when h < {0} * 0.97 then 3 else 4 end)::usmallint as "
      "event, "
      "(hash(i * 4 + 2) % {1})::uinteger as e_user, (hash(i * 4 + 6) % {2})::uinteger as "
      "e_workspace, (hash(i * 4 + 3) % 8)::uinteger as d_plan, "
      "((hash(i * 4 + 5) % 100000)::double / 100) as v_amount, i as seq, 1::uinteger as file "
      "from (select i, hash(i * 4 + 1) % 2000 as h from range({3}) t(i)) order by event, ts",
      common, world.users, world.workspaces, world.rows)));
  Must(db.Run("insert into ns_sources values ('app', '', 0, null, null, 0, 0)"));
  Source source;
  source.name = "app";
  source.values.push_back({"amount", "", nullptr, {}});
  Must(duck::RefreshStatistics(db, source));
}

}  // namespace northstar::bench
