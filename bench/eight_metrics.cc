// Counts, sums and distinct users: the gather kernel against the bare scan and against one DuckDB
// query per metric, on 20 million events of 1 million users.
#include <fmt/format.h>

#include "bench/bench.h"
#include "bench/events.h"
#include "model/project.h"

namespace northstar::bench {
namespace {

constexpr const char* kMetrics = R"(
  - {name: a_users, description: d, type: active, entity: user, event: e0, grain: week}
  - {name: b_users, description: d, type: active, entity: user, event: e1, grain: week}
  - {name: a_twice, description: d, type: active, entity: user, event: e0, at_least: 2, grain: week}
  - {name: ab_users, description: d, type: active, entity: user, event: [e0, e1], grain: week}
  - {name: a_count, description: d, type: count, event: e0, grain: week}
  - {name: b_amount, description: d, type: sum, event: e1, value: amount, grain: week}
  - {name: c_average, description: d, type: average, event: e2, value: amount, grain: week}
  - {name: d_count, description: d, type: count, event: e3, grain: week}
)";

constexpr const char* kQueries[] = {
    "select {w}, count(distinct e_user) from events_app where event = 0 group by 1",
    "select {w}, count(distinct e_user) from events_app where event = 1 group by 1",
    "select w, count(*) from (select {w} as w, e_user from events_app where event = 0 group by "
    "all having count(*) >= 2) group by 1",
    "select {w}, count(distinct e_user) from events_app where event in (0, 1) group by 1",
    "select {w}, count(*) from events_app where event = 0 group by 1",
    "select {w}, sum(v_amount) from events_app where event = 1 group by 1",
    "select {w}, avg(v_amount) from events_app where event = 2 group by 1",
    "select {w}, count(*) from events_app where event = 3 group by 1"};

}  // namespace

std::string EightMetrics(const Settings& settings) {
  const EventWorld world{20'000'000, 1'000'000, 100'000, false};
  const std::string path = settings.folder + "/eight.duckdb";
  MakeEvents(path, world);
  const Stored stored(settings.folder + "/eight", path, kMetrics, 4'000'000'000);
  duck::Connection& db = stored.db();
  const std::vector<std::string> names = stored.project().MetricNames();
  const GatherPlan plan = stored.Plan(names, {}, false);
  const GatherPlan bucketed = stored.Plan(names, {}, true);
  std::vector<GatherPlan> singles;
  for (const std::string& name : names) singles.push_back(stored.Plan({name}, {}, false));

  std::vector<Work> pieces;
  pieces.emplace_back([&] {
    Must(db.Run("select min(ts), sum(event), sum(e_user), sum(v_amount) from events_app"));
  });
  pieces.emplace_back([&] { stored.Gather(plan); });
  pieces.emplace_back([&] { stored.Gather(bucketed); });
  const size_t first_query = pieces.size();
  for (const char* sql : kQueries) {
    pieces.emplace_back(
        [&db, text = fmt::format(fmt::runtime(sql), fmt::arg("w", kWeek))] { Must(db.Run(text)); });
  }
  const size_t first_single = pieces.size();
  for (const GatherPlan& single : singles) pieces.emplace_back([&] { stored.Gather(single); });
  const std::vector<double> ms = Medians(pieces, settings.runs);
  double sum = 0;
  for (size_t i = first_query; i < first_single; ++i) sum += ms[i];

  std::string page = fmt::format(
      "## Counts, sums and distinct users\n\n"
      "{} million generated events, {} million users chosen at random (the worst case for "
      "caches),\n"
      "{} UTC weeks, five events with shares of 50, 25, 15, 7 and 3 %.\n\n"
      "| work | ms | ratio | asked for |\n|---|---:|---:|---:|\n",
      world.rows / 1'000'000, world.users / 1'000'000, stored.weeks().size());
  page += fmt::format("| bare scan of the same columns | {:.0f} | 1 | |\n", ms[0]);
  page += fmt::format("| plan of 8 metrics | {:.0f} | {:.2f} bare scans | at most 2.5 |\n", ms[1],
                      ms[1] / ms[0]);
  page += fmt::format("| the same with 64 buckets (`--ci`) | {:.0f} | {:.2f} bare scans | |\n",
                      ms[2], ms[2] / ms[0]);
  page += fmt::format(
      "| one DuckDB query per metric, summed | {:.0f} | the plan is {:.1f} times faster | at least "
      "8 |\n",
      sum, sum / ms[1]);
  page += "\n| one metric alone | DuckDB, ms | northstar, ms |\n|---|---:|---:|\n";
  for (size_t i = 0; i < singles.size(); ++i) {
    page += fmt::format("| {} | {:.0f} | {:.0f} |\n", names[i], ms[first_query + i],
                        ms[first_single + i]);
  }
  return page;
}

}  // namespace northstar::bench
