// Histories of entities against a plain walk over the same rows; and what must not change them: the
// number of passes and threads, the order of the rows.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "analysis/query/query.h"
#include "base/random.h"
#include "model/project.h"
#include "tests/loaded.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

constexpr const char* kProject = R"(version: 1
timezone: Europe/Berlin
warehouse: {{threads: {}}}
sources:
  - {{name: app, files: e.csv, time: time, event_column: kind, entities: {{user: user, team: team}},
     values: {{amount: amount}}}}
metrics:
  - {{name: active, type: active, entity: team, event: [a, b], distinct: user, at_least: 3, grain: week}}
  - {{name: paid, type: sum, entity: team, event: b, value: amount, grain: week, where: amount > 10}}
)";

struct Row {
  int64_t ts = 0;
  std::string kind, user, team;  // empty: none
  std::optional<double> amount;
};

std::vector<Row> MakeRows(uint64_t seed, int count = 6'000) {
  Random random(seed);
  std::vector<Row> rows;
  const int64_t start = ParseTime("2024-03-20")->us;  // over a change of the clocks
  for (int i = 0; i < count; ++i) {
    Row row;
    row.ts = start + static_cast<int64_t>(random.Below(40UL * 24 * 3600)) * 1'000'000;
    row.kind = random.Below(3) == 0 ? "b" : random.Below(4) == 0 ? "c" : "a";
    if (random.Below(20) > 0) row.user = fmt::format("u{}", random.Below(90));
    if (random.Below(20) > 0) row.team = fmt::format("t{}", random.Below(40));
    if (random.Below(8) > 0) row.amount = std::round(random.Uniform() * 10'000) / 100;
    rows.push_back(row);
  }
  return rows;
}

struct World {
  TempDir dir;
  ProjectRef project;
  std::unique_ptr<Engine> engine;
  DataFacts facts;

  World(const std::vector<Row>& rows, int threads) {
    std::string csv = "time,kind,user,team,amount\n";
    for (const Row& row : rows) {
      csv += fmt::format("{},{},{},{},{}\n", FormatInstant(row.ts), row.kind, row.user, row.team,
                         row.amount ? fmt::format("{}", *row.amount) : "");
    }
    dir.Write("e.csv", csv);
    dir.Write("northstar.yml", fmt::format(kProject, threads));
    auto loaded = LoadProject(dir.path(), [](const std::string&) { return std::nullopt; });
    EXPECT_TRUE(loaded.ok());
    project = loaded->project;
    EXPECT_TRUE(LoadAll(*project, ParseTime("2026-11-22")->us).ok());
    engine = OpenLoaded(*project);
    facts = *engine->Facts();
  }

  PeriodGrid Days() const {
    const SourceFacts& app = facts.sources.at("app");
    return project->calendar.Grid(Grain::kDay, app.first_us, app.last_us);
  }
  Histories Gather(const std::string& metric, bool apart, int buckets = kBuckets,
                   int* passes = nullptr) const {
    SharedGather gather(engine.get(), project, facts);
    const size_t number =
        gather.AddHistories({*project->FindMetric(metric), Days(), buckets, apart, 0});
    EXPECT_TRUE(gather.Run({}).ok());
    if (passes != nullptr) *passes = gather.plan().passes;
    return gather.HistoriesOf(number);
  }
};

struct Step {
  int n = 0;
  double v = 0;
  bool operator==(const Step& other) const { return n == other.n && std::fabs(v - other.v) < 1e-6; }
};
using Key = std::tuple<int, int, std::string>;             // day, role, other
using Plain = std::map<std::string, std::map<Key, Step>>;  // by entity

// The multiset of histories without names: ids are the engine's own.
std::vector<std::vector<std::tuple<int, int, int>>> Shapes(const Histories& histories) {
  std::vector<std::vector<std::tuple<int, int, int>>> shapes;
  for (const Histories::Entity& entity : histories.entities) {
    std::map<std::pair<int, int>, std::pair<int, int>> sums;  // day, role → others, rows
    for (uint32_t i = entity.first; i < entity.last; ++i) {
      const Histories::Step& step = histories.steps[i];
      auto& [others, rows] = sums[{step.period, static_cast<int>(step.role)}];
      others += step.other != Histories::kNoOther;
      rows += step.n;
    }
    auto& shape = shapes.emplace_back();
    for (const auto& [key, value] : sums)
      shape.emplace_back(key.first * 256 + key.second, value.first, value.second);
  }
  std::sort(shapes.begin(), shapes.end());
  return shapes;
}

std::vector<std::vector<std::tuple<int, int, int>>> PlainShapes(const World& world,
                                                                const std::vector<Row>& rows,
                                                                bool apart) {
  const PeriodGrid days = world.Days();
  std::map<std::string, std::map<std::pair<int, int>, std::pair<std::map<std::string, int>, int>>>
      all;
  for (const Row& row : rows) {
    if (row.team.empty() || row.kind == "c") continue;
    const int role = apart && row.kind == "b" ? 1 : 0;
    auto& [others, count] = all[row.team][{days.IndexOf(row.ts), role}];
    if (!row.user.empty()) ++others[row.user];
    ++count;
  }
  std::vector<std::vector<std::tuple<int, int, int>>> shapes;
  for (const auto& [team, by_day] : all) {
    auto& shape = shapes.emplace_back();
    for (const auto& [key, value] : by_day)
      shape.emplace_back(key.first * 256 + key.second, static_cast<int>(value.first.size()),
                         value.second);
  }
  std::sort(shapes.begin(), shapes.end());
  return shapes;
}

TEST(Histories, OfPresenceEqualAPlainWalk) {
  for (const uint64_t seed : {1, 2, 3}) {
    SCOPED_TRACE(seed);
    const std::vector<Row> rows = MakeRows(seed);
    const World world(rows, 2);
    for (const bool apart : {false, true})
      EXPECT_EQ(Shapes(world.Gather("active", apart)), PlainShapes(world, rows, apart));
  }
}

TEST(Histories, OfSumsEqualAPlainWalk) {
  const std::vector<Row> rows = MakeRows(4);
  const World world(rows, 2);
  const PeriodGrid days = world.Days();
  std::map<std::string, std::map<int, Step>> plain;
  for (const Row& row : rows) {
    if (row.team.empty() || row.kind != "b" || !row.amount || !(*row.amount > 10)) continue;
    Step& step = plain[row.team][days.IndexOf(row.ts)];
    ++step.n;
    step.v += *row.amount;
  }
  std::vector<std::vector<std::pair<int, int64_t>>> wanted;  // day and cents
  for (const auto& [team, by_day] : plain) {
    auto& one = wanted.emplace_back();
    for (const auto& [day, step] : by_day)
      one.emplace_back(day * 1000 + step.n, std::llround(step.v * 100));
  }
  const Histories histories = world.Gather("paid", false);
  std::vector<std::vector<std::pair<int, int64_t>>> found;
  for (const Histories::Entity& entity : histories.entities) {
    auto& one = found.emplace_back();
    for (uint32_t i = entity.first; i < entity.last; ++i)
      one.emplace_back(histories.steps[i].period * 1000 + histories.steps[i].n,
                       std::llround(histories.steps[i].v * 100));
  }
  std::sort(wanted.begin(), wanted.end());
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, wanted);
}

TEST(Histories, KnowTheRhythmOfEachEntity) {
  const std::vector<Row> rows = MakeRows(5);
  const World world(rows, 2);
  std::map<std::string, std::vector<int64_t>> times;
  for (const Row& row : rows) {
    if (!row.team.empty() && row.kind != "c") times[row.team].push_back(row.ts);
  }
  std::vector<std::pair<int, int64_t>> wanted;  // rows and the sum of squares, rounded
  for (auto& [team, own] : times) {
    std::sort(own.begin(), own.end());
    double squares = 0;
    for (size_t i = 1; i < own.size(); ++i)
      squares += std::pow(static_cast<double>(own[i] - own[i - 1]) / 1e6, 2);
    wanted.emplace_back(static_cast<int>(own.size()), std::llround(squares));
  }
  std::vector<std::pair<int, int64_t>> found;
  const Histories histories = world.Gather("active", false);
  for (const Histories::Entity& entity : histories.entities)
    found.emplace_back(entity.rows, std::llround(entity.gap_square_sum));
  std::sort(wanted.begin(), wanted.end());
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, wanted);
}

TEST(Histories, AreTheSameOnAnyThreadsPassesAndOrderOfRows) {
  std::vector<Row> rows = MakeRows(6, 60'000);
  const World plain(rows, 1);
  const auto wanted = Shapes(plain.Gather("active", true));
  EXPECT_EQ(Shapes(World(rows, 2).Gather("active", true)), wanted);
  World tight(rows, 2);
  auto little = std::make_shared<Project>(*tight.project);
  little->warehouse.memory_limit = 1 << 20;
  tight.project = little;
  int passes = 0;
  EXPECT_EQ(Shapes(tight.Gather("active", true, kBuckets, &passes)), wanted);
  EXPECT_GT(passes, 1);
  std::reverse(rows.begin(), rows.end());
  EXPECT_EQ(Shapes(World(rows, 2).Gather("active", true)), wanted);
}

TEST(Histories, OfSomeBucketsAreThoseOfTheSameEntities) {
  const World world(MakeRows(7), 2);
  const Histories all = world.Gather("active", false);
  const Histories some = world.Gather("active", false, 20);
  EXPECT_LT(some.entities.size(), all.entities.size());
  EXPECT_GT(some.entities.size(), 0U);
  size_t next = 0;
  for (const Histories::Entity& entity : all.entities) {
    if (entity.id % kBuckets >= 20) continue;
    ASSERT_LT(next, some.entities.size());
    EXPECT_EQ(some.entities[next].id, entity.id);
    EXPECT_EQ(some.entities[next].rows, entity.rows);
    ++next;
  }
  EXPECT_EQ(next, some.entities.size());
}

}  // namespace
}  // namespace northstar::testing
