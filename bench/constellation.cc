// The complete language: a constellation of twenty metrics of all types, weekly, with CI buckets
// and one dimension of 8 values, on 50 million events of 2 million users, against the bare scan,
// one hand-written query per metric in DuckDB, and the same in ClickHouse; single works beside it;
// and how time and memory grow.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "bench/bench.h"
#include "bench/clickhouse.h"
#include "bench/constellation_queries.h"
#include "bench/events.h"
#include "model/project.h"
#include "plan/timeline_plan.h"

namespace northstar::bench {
namespace {

constexpr EventWorld kWorld{50'000'000, 2'000'000, 100'000, true};
constexpr EventWorld kSmallWorld{5'000'000, 200'000, 10'000, true};
constexpr int64_t kMemoryLimit = 2'000'000'000;
constexpr double kMostBareScans = 4;  // what the constellation should take
constexpr int kLastWeek = 2869;       // of the generated events, from Monday, 5 January 1970
constexpr const char* kClickHouseWeek = "intDiv(ts - 345600000000, 604800000000)";

std::string Metrics() {
  // Parts that ratio and lifecycles name.
  std::string text =
      "  - {name: b_users, type: active, entity: user, event: e1, grain: week, description: d}\n";
  for (const PeerMetric& metric : PeerMetrics()) {
    const std::string_view yaml = metric.yaml;
    text += fmt::format("  - {}, grain: week, description: d}}\n", yaml.substr(0, yaml.size() - 1));
  }
  return text;
}

std::string NameOf(const PeerMetric& metric) {
  const std::string_view yaml = metric.yaml;  // "{name: orders, …"
  return std::string(yaml.substr(7, yaml.find(',') - 7));
}

std::vector<std::string> MetricNames() {
  std::vector<std::string> names;
  for (const PeerMetric& metric : PeerMetrics()) names.push_back(NameOf(metric));
  return names;
}

std::string Filled(const char* sql, const char* week, const char* table) {
  return fmt::format(fmt::runtime(sql), fmt::arg("w", week), fmt::arg("t", table),
                     fmt::arg("last", kLastWeek));
}
std::string ForDuckDb(const char* sql) {
  return Filled(sql, kWeek, "events_app");
}
std::string ForClickHouse(const char* sql, const char* table) {
  return Filled(sql, kClickHouseWeek, table);
}

// The sum of a metric's figures over all weeks and plans: what an engine's own sum of `x` must be.
double Total(const Stored& stored, const GatherPlan& plan, const Gathered& gathered,
             Figure figure) {
  const auto tables = [&](size_t i) -> const GatheredTable& {
    return gathered.tables[static_cast<size_t>(plan.answers[i])];
  };
  double total = 0;
  const GatheredTable& table = tables(0);
  for (size_t g = 0; g < table.groups.size(); ++g) {
    for (int p = 0; p < stored.weeks().size(); ++p) {
      const Cell& cell = table.At(g, p);
      const auto n = static_cast<double>(cell.n);
      if (figure == Figure::kCount) total += n;
      if (cell.n == 0) continue;
      if (figure == Figure::kValue) total += cell.v;
      if (figure == Figure::kMean) total += cell.v / n;
      if (figure == Figure::kRatio) total += n / static_cast<double>(tables(1).At(g, p).n);
    }
  }
  return total;
}

void MustAgree(const std::string& what, double ours, double theirs) {
  if (std::abs(ours - theirs) <= 1e-9 * std::abs(ours)) return;
  Must(Error::Data(fmt::format("{}: northstar says {}, the query {}", what, ours, theirs)));
}

// ClickHouse with the same events in two tables, ordered by time and by event and time.
class ClickHouseTables {
 public:
  ClickHouseTables(const Settings& settings, const Stored& stored)
      : engine_(settings.clickhouse, settings.folder + "/clickhouse") {
    if (engine_.Run("exists table by_event").starts_with("1")) return;
    fmt::print(stderr, "filling ClickHouse …\n");
    const std::string parquet = settings.folder + "/events.parquet";
    Must(stored.db().Run(fmt::format(
        "copy (select ts, event, e_user, e_workspace, d_plan::utinyint as d_plan, v_amount from "
        "events_app) to '{}' (format parquet, compression zstd)",
        parquet)));
    for (const auto& [table, order] : {std::pair{"by_time", "ts"}, {"by_event", "(event, ts)"}}) {
      engine_.Run(fmt::format(
          "create table {} (ts Int64, event UInt16, e_user UInt32, e_workspace UInt32, d_plan "
          "UInt8, v_amount Float64) engine = MergeTree order by {}",
          table, order));
      engine_.Run(fmt::format("insert into {} select * from file('{}')", table, parquet));
      engine_.Run(fmt::format("optimize table {} final", table));
    }
  }
  void Run(const std::string& sql) const { engine_.Run(sql); }
  double Number(const std::string& sql) const {
    return std::strtod(engine_.Run(sql).c_str(), nullptr);
  }

 private:
  ClickHouse engine_;
};

void BareScan(const Stored& stored) {
  Must(stored.db().Run(
      "select min(ts), sum(event), sum(e_user), sum(e_workspace), sum(d_plan), sum(v_amount), "
      "min(seq), min(file) from events_app"));
}

struct Row {
  std::string work, ms, ratio, asked;
};

std::string TableOf(const std::vector<Row>& rows) {
  std::string text = "| work | ms | northstar is | asked for |\n|---|---:|---:|---:|\n";
  for (const Row& row : rows)
    text += fmt::format("| {} | {} | {} | {} |\n", row.work, row.ms, row.ratio, row.asked);
  return text;
}

std::string Times(double ms, double ours) {
  return fmt::format("{:.1f} times faster", ms / ours);
}

// One metric alone, and what other engines need for the same.
struct Single {
  std::string name;
  GatherPlan plan;
  struct Peer {
    std::string name, sql, asked;
    bool clickhouse = true;
  };
  std::vector<Peer> peers;
};

GatherPlan TrianglePlan(const Stored& stored) {
  const Project& project = stored.project();
  const SourceFacts& facts = stored.facts().sources.at("app");
  const PeriodGrid grid = project.calendar.Grid(Grain::kMonth, facts.first_us, facts.last_us);
  const Metric& metric = *project.FindMetric("b_users");
  GatherPlanner planner(project, stored.facts());
  Accumulator a =
      TimelineAccumulator(metric, project, planner.AddGrid(grid, {}), grid, {}, nullptr, false);
  a.shape = Accumulator::Shape::kTriangle;
  a.new_cohorts = true;
  a.columns = grid.size();
  a.to_us = grid.end_us();
  planner.AddRaw(std::move(a));
  return std::move(planner).Finish(kMemoryLimit);
}

std::vector<Single> Singles(const Stored& stored) {
  const auto plan = [&](const char* metric) { return stored.Plan({metric}, {}, false); };
  const std::string week = ForClickHouse("{w}", "");
  std::vector<Single> singles;
  singles.push_back(
      {"weekly exact distinct users, all events",
       plan("any_users"),
       {{"DuckDB `count(distinct)`",
         ForDuckDb("select {w} w, count(distinct e_user) from {t} group by all"), "20", false},
        {"ClickHouse `uniqExact`, by time",
         ForClickHouse("select {w} w, uniqExact(e_user) from {t} group by w", "by_time"), "5"},
        {"ClickHouse `uniq` (approximate), by time",
         ForClickHouse("select {w} w, uniq(e_user) from {t} group by w", "by_time"), "2"}}});
  const char* duck_triangle =
      "with m as (select distinct date_trunc('month', make_timestamp(ts)) m, e_user from {t} where "
      "event = 1), f as (select e_user, min(m) c from m group by all) select c, m, count(*) from m "
      "join f using (e_user) group by all";
  const char* click_triangle =
      "select months[1] c, arrayJoin(months) m, count() from (select "
      "arraySort(groupUniqArray(toYYYYMM(toDateTime(intDiv(ts, 1000000), 'UTC')))) months from {t} "
      "where event = 1 group by e_user) group by c, m";
  singles.push_back(
      {"monthly triangle of new users",
       TrianglePlan(stored),
       {{"DuckDB", ForDuckDb(duck_triangle), "", false},
        {"ClickHouse, by time", ForClickHouse(click_triangle, "by_time"), "2"},
        {"ClickHouse, by event and time", ForClickHouse(click_triangle, "by_event"), "2"}}});
  const char* duck_funnel =
      "select w, count(case when t1 is not null and e.ts <= t0 + 604800000000 then 1 end), "
      "count(*) from (select s.*, "
      "d.ts t1 from (select {w} w, e_user, min(ts) t0 from {t} where event = 2 group by all) s "
      "asof "
      "left join (select e_user, ts from {t} where event = 3) d on s.e_user = d.e_user and s.t0 < "
      "d.ts) a asof left join (select e_user, ts from {t} where event = 4) e on a.e_user = "
      "e.e_user "
      "and a.t1 < e.ts group by all";
  const char* click_funnel =
      "select w, countIf(level = 3), count() from (select e_user, minIf({w}, event = 2) w, "
      "windowFunnel(604800000000)(toUInt64(ts), event = 2, event = 3, event = 4) level from {t} "
      "where event in (2, 3, 4) group by e_user) where level > 0 group by w";
  singles.push_back(
      {"3-step conversion within 7 days",
       plan("funnel"),
       {{"DuckDB, asof joins", ForDuckDb(duck_funnel), "", false},
        {"ClickHouse `windowFunnel`, by time", ForClickHouse(click_funnel, "by_time"), "2"},
        {"ClickHouse `windowFunnel`, by event and time", ForClickHouse(click_funnel, "by_event"),
         "2"}}});
  const char* duck_sessions =
      "select {w} w, count(*) from (select ts, lag(ts) over (partition by e_user order by ts) b "
      "from {t} where event = 2) where b is null or ts - b > 1800000000 group by all";
  const char* click_sessions =
      "select {w} w, count() from (select arrayJoin(arrayFilter((a, d, i) -> i = 1 or d > "
      "1800000000, rows, arrayDifference(rows), arrayEnumerate(rows))) ts from (select "
      "arraySort(groupArray(ts)) rows from {t} where event = 2 group by e_user)) group by w";
  singles.push_back(
      {"sessions with a gap of 30 minutes",
       plan("session_count"),
       {{"DuckDB, window", ForDuckDb(duck_sessions), "", false},
        {"ClickHouse, arrays, by time", ForClickHouse(click_sessions, "by_time"), ""},
        {"ClickHouse, arrays, by event and time", ForClickHouse(click_sessions, "by_event"), ""}}});
  return singles;
}

std::string SinglesSection(const Settings& settings, const Stored& stored,
                           const ClickHouseTables* clickhouse) {
  const std::vector<Single> singles = Singles(stored);
  std::vector<Work> pieces;
  for (const Single& single : singles) {
    pieces.emplace_back([&] { stored.Gather(single.plan); });
    for (const Single::Peer& peer : single.peers) {
      if (!peer.clickhouse) {
        pieces.emplace_back([&] { Must(stored.db().Run(peer.sql)); });
      } else if (clickhouse != nullptr) {
        pieces.emplace_back([&] { clickhouse->Run(peer.sql); });
      }
    }
  }
  const std::vector<double> ms = Medians(pieces, settings.runs);
  std::vector<Row> rows;
  size_t next = 0;
  for (const Single& single : singles) {
    const double ours = ms[next++];
    rows.push_back({"**" + single.name + "**", fmt::format("{:.0f}", ours), "", ""});
    for (const Single::Peer& peer : single.peers) {
      if (peer.clickhouse && clickhouse == nullptr) continue;
      const double theirs = ms[next++];
      rows.push_back({peer.name, fmt::format("{:.0f}", theirs), Times(theirs, ours),
                      peer.asked.empty() ? "" : "at least " + peer.asked});
    }
  }
  return "\n" + TableOf(rows);
}

// Checked against the queries before anything is timed.
void Check(const Stored& stored, const ClickHouseTables* clickhouse) {
  for (const PeerMetric& metric : PeerMetrics()) {
    const std::string name = NameOf(metric);
    const GatherPlan plan = stored.Plan({name}, {"plan"}, true);
    const Gathered gathered = stored.Gather(plan);
    const std::string sum = "select sum(x::double) from (";
    const double duckdb =
        Must(stored.db().Query(sum + ForDuckDb(metric.duckdb) + ")")).Double(0, 0);
    MustAgree(name + " in DuckDB", Total(stored, plan, gathered, metric.duckdb_figure), duckdb);
    if (clickhouse == nullptr || metric.clickhouse_figure == Figure::kDiffers) continue;
    for (const char* table : {"by_time", "by_event"}) {
      const double theirs = clickhouse->Number("select sum(toFloat64(x)) from (" +
                                               ForClickHouse(metric.clickhouse, table) + ")");
      MustAgree(name + " in ClickHouse " + table,
                Total(stored, plan, gathered, metric.clickhouse_figure), theirs);
    }
  }
}

int64_t PeakBytesOfOwnProcess(const Settings& settings, const std::string& database) {
  const std::string command = fmt::format("'{}' --memory '{}'", settings.program, database);
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) Must(Error::Data("cannot start " + settings.program));
  char line[64] = {};
  if (std::fgets(line, sizeof line, pipe) == nullptr) line[0] = 0;
  if (::pclose(pipe) != 0) Must(Error::Data("the measurement of memory failed"));
  return std::strtoll(line, nullptr, 10);
}

constexpr const char* kAnyUsers =
    "  - {name: any_users, type: active, entity: user, event: any, grain: week, description: d}\n";

// The constellation alone on a tenth of the events.
double SmallWorldMs(const Settings& settings) {
  const std::string path = settings.folder + "/small.duckdb";
  MakeEvents(path, kSmallWorld);
  const Stored stored(settings.folder + "/small", path, Metrics(), kMemoryLimit);
  const GatherPlan plan = stored.Plan(MetricNames(), {"plan"}, true);
  return Medians({[&] { stored.Gather(plan); }}, settings.runs)[0];
}

}  // namespace

int MeasureMemory(const std::string& database) {
  const Stored stored(database + ".project", database, Metrics(), kMemoryLimit);
  stored.Gather(stored.Plan(MetricNames(), {"plan"}, true));
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print("{}\n", static_cast<int64_t>(usage.ru_maxrss) * 1024);
  return 0;
}

std::string OwnTimes(const Settings& settings) {
  const std::string path = settings.folder + "/events.duckdb";
  MakeEvents(path, kWorld);
  const Stored stored(settings.folder + "/events", path, Metrics() + kAnyUsers, kMemoryLimit);
  std::vector<std::string> names = MetricNames();
  std::vector<GatherPlan> plans{stored.Plan(names, {"plan"}, true)};
  for (const std::string& name : names) plans.push_back(stored.Plan({name}, {"plan"}, true));
  names.insert(names.begin(), "all of them");
  for (const Single& single : Singles(stored)) {
    names.push_back(single.name);
    plans.push_back(single.plan);
  }
  std::vector<Work> pieces;
  for (const GatherPlan& plan : plans) pieces.emplace_back([&] { stored.Gather(plan); });
  names.push_back("bare scan");
  pieces.emplace_back([&] { BareScan(stored); });
  const std::vector<double> ms = Medians(pieces, settings.runs);
  std::string page = fmt::format("{}\n## northstar's own times\n\n", DescribePlan(plans[0]));
  page += "| work | ms |\n|---|---:|\n";
  for (size_t i = 0; i < names.size(); ++i)
    page += fmt::format("| {} | {:.0f} |\n", names[i], ms[i]);
  return page;
}

std::string Constellation(const Settings& settings) {
  const std::string path = settings.folder + "/events.duckdb";
  MakeEvents(path, kWorld);
  const int64_t peak = PeakBytesOfOwnProcess(settings, path);
  const double small_ms = SmallWorldMs(settings);
  const Stored stored(settings.folder + "/events", path, Metrics() + kAnyUsers, kMemoryLimit);
  std::optional<ClickHouseTables> clickhouse;
  if (!settings.clickhouse.empty()) clickhouse.emplace(settings, stored);
  const ClickHouseTables* tables = clickhouse ? &*clickhouse : nullptr;
  fmt::print(stderr, "comparing the figures …\n");
  Check(stored, tables);

  fmt::print(stderr, "measuring …\n");
  const GatherPlan plan = stored.Plan(MetricNames(), {"plan"}, true);
  // These two alone, so that the table is in memory for both; other queries would push it out.
  const std::vector<double> own =
      Medians({[&] { BareScan(stored); }, [&] { stored.Gather(plan); }}, settings.runs);
  std::vector<Work> pieces;
  for (const PeerMetric& metric : PeerMetrics())
    pieces.emplace_back([&, sql = ForDuckDb(metric.duckdb)] { Must(stored.db().Run(sql)); });
  if (tables != nullptr) {
    for (const char* table : {"by_time", "by_event"}) {
      for (const PeerMetric& metric : PeerMetrics())
        pieces.emplace_back(
            [&, sql = ForClickHouse(metric.clickhouse, table)] { tables->Run(sql); });
    }
  }
  const std::vector<double> ms = Medians(pieces, settings.runs);
  const size_t metrics = PeerMetrics().size();
  const auto sum = [&](size_t peer) {
    double total = 0;
    for (size_t i = 0; i < metrics; ++i) total += ms[peer * metrics + i];
    return total;
  };
  const double ours = own[1];
  std::vector<Row> rows;
  rows.push_back(
      {fmt::format("**{} metrics in one scan**", metrics), fmt::format("{:.0f}", ours), "", ""});
  rows.push_back({"bare scan of the same columns", fmt::format("{:.0f}", own[0]),
                  fmt::format("{:.1f} bare scans", ours / own[0]),
                  fmt::format("at most {:.0f}", kMostBareScans)});
  rows.push_back({"one DuckDB query per metric", fmt::format("{:.0f}", sum(0)), Times(sum(0), ours),
                  "at least 10"});
  if (tables != nullptr) {
    rows.push_back({"one ClickHouse query per metric, ordered by time",
                    fmt::format("{:.0f}", sum(1)), Times(sum(1), ours), "at least 5"});
    rows.push_back({"the same, ordered by event and time", fmt::format("{:.0f}", sum(2)),
                    Times(sum(2), ours), "at least 3"});
  }
  std::string page = fmt::format(
      "## The complete language\n\n"
      "{} metrics of all types over events, weekly, with the 64 buckets of `--ci` and one "
      "dimension "
      "of 8 values:\n{} million generated events, {} million users, 20 kinds of events with shares "
      "of 50, 25, 15, 7 and 3 % and a tail\nof 15 rare ones, {} weeks. Everyone uses the same UTC "
      "weeks; the other engines' queries keep no buckets, which only\nfavours them. Before timing, "
      "every query's figures were compared with northstar's.\n\n",
      metrics, kWorld.rows / 1'000'000, kWorld.users / 1'000'000, stored.weeks().size());
  page += TableOf(rows);
  if (ours / own[0] > kMostBareScans) {
    page += fmt::format(
        "\nThis falls short of {:.0f} bare scans by {:.1f}. Beside the scan itself, every row is "
        "handed "
        "to the sets, streams and sums it\nbelongs to; afterwards the timelines of funnels, "
        "durations, "
        "sessions and states read and write each of their rows three\ntimes, and sets are counted "
        "cell "
        "by cell. [Decision 5](decisions/0005-what-the-kernel-keeps.md) says what was tried.\n",
        kMostBareScans, ours / own[0] - kMostBareScans);
  }
  page += fmt::format(
      "\nPeak memory of a process that opens the database and gathers the {} metrics, with a "
      "`memory_limit` of {:.0f} GB,\nDuckDB's cache included: {:.2f} GB (asked for: at most 2). "
      "{} {} events take {:.0f} ms, {} million take {:.0f} ms: {:.1f} times\nas long for 10 times "
      "the events (asked for: at most 10).\n",
      metrics, static_cast<double>(kMemoryLimit) / 1e9, static_cast<double>(peak) / 1e9,
      kSmallWorld.rows / 1'000'000, "million", small_ms, kWorld.rows / 1'000'000, ours,
      ours / small_ms);
  page += SinglesSection(settings, stored, tables);
  page += "\n| one metric alone | northstar | DuckDB |";
  if (tables != nullptr) page += " ClickHouse, by time | by event and time |";
  page += fmt::format("\n|---|---:|---:|{}\n", tables != nullptr ? "---:|---:|" : "");
  std::vector<GatherPlan> singles;
  const std::vector<std::string> names = MetricNames();
  for (const std::string& name : names) singles.push_back(stored.Plan({name}, {"plan"}, true));
  std::vector<Work> alone;
  for (const GatherPlan& single : singles) alone.emplace_back([&] { stored.Gather(single); });
  const std::vector<double> alone_ms = Medians(alone, settings.runs);
  for (size_t i = 0; i < metrics; ++i) {
    page += fmt::format("| {} | {:.0f} | {:.0f} |", names[i], alone_ms[i], ms[i]);
    if (tables != nullptr)
      page += fmt::format(" {:.0f} | {:.0f} |", ms[metrics + i], ms[2 * metrics + i]);
    page += "\n";
  }
  return page;
}

}  // namespace northstar::bench
