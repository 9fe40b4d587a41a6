// The gather kernel against the bare scan and against one DuckDB query per metric, in one process
// on the same stored table: 20 million events, 1 million users, 53 weeks, five events with shares
// of 50, 25, 15, 7 and 3 percent. Prints medians and ratios, and writes them to `--out FILE`.
// Everyone uses UTC weeks.
#include <fmt/format.h>

#include <unistd.h>
#include <algorithm>
#include <chrono>

#include <filesystem>
#include <fstream>

#include "engine/duckdb/catalog.h"
#include "engine/duckdb/functions.h"
#include "engine/duckdb/kernel/gather.h"
#include "engine/duckdb/kernel/gather_function.h"
#include "model/load_project.h"

namespace northstar {
namespace {

constexpr int kRuns = 5;
constexpr long long kRows = 20'000'000;
constexpr int kUsers = 1'000'000;

double Milliseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

// Each piece in turn, several times, so that a noisy moment hits all alike.
std::vector<double> Medians(const std::vector<std::function<void()>>& pieces) {
  std::vector<std::vector<double>> times(pieces.size());
  for (int run = 0; run <= kRuns; ++run) {
    for (size_t i = 0; i < pieces.size(); ++i) {
      const double ms = Milliseconds(pieces[i]);
      if (run > 0) times[i].push_back(ms);  // the first run warms the cache
    }
  }
  std::vector<double> medians;
  for (auto& t : times) {
    std::sort(t.begin(), t.end());
    medians.push_back(t[t.size() / 2]);
  }
  return medians;
}

void Must(const Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "bench: {}\n", status.error().message);
  std::exit(1);
}

constexpr const char* kProject = R"(
version: 1
sources:
  - name: app
    files: unused.csv
    time: t
    event_column: e
    entities: {user: u}
    dimensions: {plan: p}
    values: {amount: a}
metrics:
  - {name: a_users, description: d, type: active, entity: user, event: e0, grain: week}
  - {name: b_users, description: d, type: active, entity: user, event: e1, grain: week}
  - {name: a_twice, description: d, type: active, entity: user, event: e0, at_least: 2, grain: week}
  - {name: ab_users, description: d, type: active, entity: user, event: [e0, e1], grain: week}
  - {name: a_count, description: d, type: count, event: e0, grain: week}
  - {name: b_amount, description: d, type: sum, event: e1, value: amount, grain: week}
  - {name: c_average, description: d, type: average, event: e2, value: amount, grain: week}
  - {name: d_count, description: d, type: count, event: e3, grain: week}
)";

void MakeEvents(duck::Connection& db) {
  Must(duck::PrepareCatalog(db));
  Must(db.Run("insert into event_names select 'e' || i, i from range(5) t(i)"));
  Must(db.Run(fmt::format(
      "create table entity_user as select 'u' || i as key, i::uinteger as id from range({}) t(i)",
      kUsers)));
  Must(
      db.Run("create table dimension_plan as select 'p' || i as key, i::uinteger as id from "
             "range(8) t(i)"));
  // hash() of a counter is a reproducible stream of random numbers.
  Must(db.Run(fmt::format(
      "create table events_app as select (1704067200000000 + (hash(i * 4) % "
      "31968000000000::ubigint))::bigint as ts, "
      "(case when h < 50 then 0 when h < 75 then 1 when h < 90 then 2 when h < 97 then 3 else 4 "
      "end)::usmallint as event, "
      "(hash(i * 4 + 2) % {})::uinteger as e_user, (hash(i * 4 + 3) % 8)::uinteger as d_plan, "
      "((hash(i * 4 + 5) % 100000)::double / 100) as v_amount, i as seq, 1::uinteger as file "
      "from (select i, hash(i * 4 + 1) % 100 as h from range({}) t(i)) order by event, ts",
      kUsers, kRows)));
  Must(db.Run("insert into ns_sources values ('app', '', 0, null, null, 0)"));
}

// `profile`: runs only the plan, many times, so that a profiler sees little else.
int Run(bool profile, const std::string& out) {
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("northstar_bench_{}", ::getpid());
  std::filesystem::create_directories(folder);
  FILE* file = std::fopen((folder / "northstar.yml").c_str(), "w");
  std::fputs(kProject, file);
  std::fclose(file);
  auto loaded = LoadProject(folder.string(), [](const std::string&) { return std::nullopt; });
  if (!loaded.ok()) Must(loaded.error());
  const ProjectRef project = loaded->project;
  auto database = duck::Database::Open((folder / "events.duckdb").string(),
                                       duck::Access::kReadWrite, 4'000'000'000, 0);
  if (!database.ok()) Must(database.error());
  auto connection = (*database)->Connect();
  duck::Connection& db = **connection;
  Must(kernel::RegisterGatherFunction(db));
  fmt::print("making {} events …\n", kRows);
  MakeEvents(db);
  Must(duck::RefreshStatistics(db, project->sources[0]));
  auto facts = duck::ReadFacts(db);
  if (!facts.ok()) Must(facts.error());

  Question question;
  question.metrics = project->MetricNames();
  auto bound = BindQuestion(project, question, *facts, INT64_MAX / 4);
  if (!bound.ok()) Must(bound.error());
  const auto make_plan = [&](bool buckets) {
    GatherPlanner planner(*project, *facts);
    const int grid = planner.AddGrid(bound->grid);
    for (const Metric* metric : bound->metrics)
      planner.AddLeaf(*metric, grid, {}, nullptr, buckets);
    return std::move(planner).Finish(4'000'000'000);
  };
  const GatherPlan plan = make_plan(false);
  const GatherPlan bucketed = make_plan(true);
  const auto gather = [&](const GatherPlan& p) {
    auto gathered = kernel::RunPlan(db, *project, p, *facts, 4'000'000'000);
    if (!gathered.ok()) Must(gathered.error());
  };
  if (profile) {
    for (int run = 0; run < 60; ++run) gather(plan);
    std::filesystem::remove_all(folder);
    return 0;
  }
  const std::string week = "ts // 604800000000";
  const std::vector<std::string> queries = {
      "select {w}, count(distinct e_user) from events_app where event = 0 group by 1",
      "select {w}, count(distinct e_user) from events_app where event = 1 group by 1",
      "select w, count(*) from (select {w} as w, e_user from events_app where event = 0 group by "
      "all having count(*) >= 2) group by 1",
      "select {w}, count(distinct e_user) from events_app where event in (0, 1) group by 1",
      "select {w}, count(*) from events_app where event = 0 group by 1",
      "select {w}, sum(v_amount) from events_app where event = 1 group by 1",
      "select {w}, avg(v_amount) from events_app where event = 2 group by 1",
      "select {w}, count(*) from events_app where event = 3 group by 1"};
  std::vector<std::function<void()>> pieces;
  pieces.emplace_back([&] {
    Must(db.Run("select min(ts), sum(event), sum(e_user), sum(v_amount) from events_app"));
  });
  pieces.emplace_back([&] { gather(plan); });
  pieces.emplace_back([&] { gather(bucketed); });
  for (std::string sql : queries) {
    for (size_t at = sql.find("{w}"); at != std::string::npos; at = sql.find("{w}"))
      sql.replace(at, 3, week);
    pieces.emplace_back([&db, sql] { Must(db.Run(sql)); });
  }
  const size_t first_query = 3;
  const size_t first_single = pieces.size();
  std::vector<GatherPlan> singles;
  for (const Metric* metric : bound->metrics) {
    GatherPlanner planner(*project, *facts);
    planner.AddLeaf(*metric, planner.AddGrid(bound->grid), {}, nullptr, false);
    singles.push_back(std::move(planner).Finish(4'000'000'000));
  }
  for (const GatherPlan& single : singles) pieces.emplace_back([&] { gather(single); });
  const std::vector<double> ms = Medians(pieces);
  double sum = 0;
  for (size_t i = first_query; i < first_single; ++i) sum += ms[i];
  std::string page = fmt::format(
      "# Performance\n\n"
      "What `make bench` printed last. {} million generated events, {} million users chosen at "
      "random "
      "(the worst case for caches),\n{} UTC weeks, five events with shares of 50, 25, 15, 7 and 3 "
      "%; "
      "{} threads; medians of {} runs in one process.\n\n"
      "| work | ms | ratio | asked for |\n|---|---:|---:|---:|\n",
      kRows / 1'000'000, kUsers / 1'000'000, bound->grid.size(), facts->threads, kRuns);
  page += fmt::format("| bare scan of the same columns | {:.0f} | 1 | |\n", ms[0]);
  page += fmt::format("| plan of 8 metrics | {:.0f} | {:.2f} bare scans | at most 2.5 |\n", ms[1],
                      ms[1] / ms[0]);
  page += fmt::format("| the same with 64 buckets (`--ci`) | {:.0f} | {:.2f} bare scans | |\n",
                      ms[2], ms[2] / ms[0]);
  page += fmt::format(
      "| one DuckDB query per metric, summed | {:.0f} | the plan is {:.1f} times faster | at least "
      "8 "
      "|\n",
      sum, sum / ms[1]);
  page += "\n| one metric alone | DuckDB, ms | northstar, ms |\n|---|---:|---:|\n";
  for (size_t i = 0; i < singles.size(); ++i) {
    page += fmt::format("| {} | {:.0f} | {:.0f} |\n", bound->metrics[i]->name, ms[first_query + i],
                        ms[first_single + i]);
  }
  fmt::print("{}", page);
  if (!out.empty()) std::ofstream(out) << page;
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace northstar

int main(int argc, char** argv) {
  const std::string_view option = argc > 1 ? argv[1] : "";
  return northstar::Run(option == "--profile", option == "--out" && argc > 2 ? argv[2] : "");
}
