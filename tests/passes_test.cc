// What must not change an answer, to the bit: the number of passes, the number of threads, the
// order of the rows, and whether a plan's rules are switched on. Also: bucket figures add up to
// totals.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "model/project.h"
#include "tests/loaded.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

constexpr const char* kProject = R"(version: 1
warehouse: {{threads: {}}}
sources:
  - {{name: app, files: e.csv, time: time, event_column: kind, entities: {{user: user, team: team}}, dimensions: {{plan: plan}},
     values: {{amount: amount}}}}
metrics:
  - {{name: users, type: active, entity: user, event: [a, b], grain: week}}
  - {{name: twice, type: active, entity: user, event: a, at_least: 2, grain: week}}
  - {{name: five, type: active, entity: user, event: any, at_least: 5, grain: week}}
  - {{name: teams, type: active, entity: team, event: a, distinct: user, at_least: 3, grain: week}}
  - {{name: total, type: sum, event: a, value: amount, grain: week, where: amount > 3}}
  - {{name: middle, type: median, event: b, value: amount * 2, grain: week}}
  - {{name: rows, type: count, event: any, grain: week}}
)";

std::vector<std::string> MakeRows(uint64_t seed) {
  Random random(seed);
  std::vector<std::string> rows;
  for (int i = 0; i < 20'000; ++i) {
    const auto user = random.Below(900);
    rows.push_back(
        fmt::format("2024-0{}-{:02}T{:02}:00:00Z,{},{},t{},{},{}\n", 1 + random.Below(3),
                    1 + random.Below(28), random.Below(24), random.Below(3) == 0 ? "b" : "a",
                    random.Below(50) == 0 ? "" : fmt::format("u{}", user), user % 60,
                    random.Below(9) == 0 ? "" : fmt::format("p{}", random.Below(3)),
                    random.Below(20) == 0 ? "" : fmt::format("{:.2f}", random.Uniform() * 1e6)));
  }
  return rows;
}

struct World {
  TempDir dir;
  ProjectRef project;
  std::unique_ptr<Engine> engine;
  DataFacts facts;

  World(const std::vector<std::string>& rows, int threads) {
    std::string csv = "time,kind,user,team,plan,amount\n";
    for (const std::string& row : rows) csv += row;
    dir.Write("e.csv", csv);
    dir.Write("northstar.yml", fmt::format(kProject, threads));
    auto loaded = LoadProject(dir.path(), [](const std::string&) { return std::nullopt; });
    EXPECT_TRUE(loaded.ok());
    project = loaded->project;
    const auto summaries = LoadAll(*project, ParseTime("2026-11-22")->us);
    EXPECT_TRUE(summaries.ok()) << summaries.error().message;
    engine = OpenLoaded(*project);
    facts = *engine->Facts();
  }

  GatherPlan Plan(bool buckets, const std::vector<std::string>& by,
                  const std::vector<std::string>& disabled = {}) const {
    Question question;
    question.metrics = project->MetricNames();
    const auto bound = BindQuestion(project, question, facts, INT64_MAX / 4);
    GatherPlanner planner(*project, facts);
    const int grid = planner.AddGrid(bound->grid, {});
    for (const Metric* metric : bound->metrics)
      planner.AddLeaf(*metric, grid, by, nullptr, buckets);
    return std::move(planner).Finish(1'000'000'000, disabled);
  }
  Gathered Run(const GatherPlan& plan) const { return Must(engine->Gather(*project, plan, facts)); }
  Gathered RunReference(const GatherPlan& plan) const {
    return Must(engine->reference().Gather(*project, plan, facts));
  }
  static Gathered Must(Result<Gathered> gathered) {
    EXPECT_TRUE(gathered.ok()) << gathered.error().message;
    return std::move(*gathered);
  }
};

std::vector<double> SortedValues(const std::vector<Sample>& samples) {
  std::vector<double> values;
  for (const Sample& sample : samples) values.push_back(sample.value);
  std::sort(values.begin(), values.end());
  return values;
}

void ExpectSame(const Gathered& a, const Gathered& b, double tolerance = 0) {
  ASSERT_EQ(a.tables.size(), b.tables.size());
  for (size_t t = 0; t < a.tables.size(); ++t) {
    ASSERT_EQ(a.tables[t].groups, b.tables[t].groups) << "accumulator " << t;
    for (size_t c = 0; c < a.tables[t].cells.size(); ++c) {
      ASSERT_EQ(a.tables[t].cells[c].n, b.tables[t].cells[c].n)
          << "accumulator " << t << " cell " << c;
      ASSERT_NEAR(a.tables[t].cells[c].v, b.tables[t].cells[c].v,
                  tolerance * std::fabs(b.tables[t].cells[c].v))
          << "accumulator " << t << " cell " << c;
    }
    ASSERT_EQ(a.tables[t].bucket_cells.size(), b.tables[t].bucket_cells.size());
    for (size_t c = 0; c < a.tables[t].bucket_cells.size(); ++c) {
      ASSERT_EQ(a.tables[t].bucket_cells[c].n, b.tables[t].bucket_cells[c].n)
          << "accumulator " << t << " bucket cell " << c;
    }
    if (a.tables[t].samples.empty()) continue;
    ASSERT_EQ(a.tables[t].samples.size(), b.tables[t].samples.size());
    for (size_t c = 0; c < a.tables[t].samples.size(); ++c) {
      ASSERT_EQ(SortedValues(a.tables[t].samples[c]), SortedValues(b.tables[t].samples[c]))
          << "accumulator " << t << " samples of cell " << c;
    }
  }
}

class Invariance : public ::testing::TestWithParam<std::pair<bool, bool>> {
 protected:
  bool buckets() const { return GetParam().first; }
  std::vector<std::string> by() const {
    return GetParam().second ? std::vector<std::string>{"plan"} : std::vector<std::string>{};
  }
};

TEST_P(Invariance, PassesThreadsOrderAndRulesChangeNothing) {
  constexpr uint64_t kSeed = 20240101;
  SCOPED_TRACE(fmt::format("seed {}", kSeed));
  std::vector<std::string> rows = MakeRows(kSeed);
  const World world(rows, 2);
  const GatherPlan plan = world.Plan(buckets(), by());
  const Gathered answer = world.Run(plan);
  for (const int passes : {2, 7, 64}) {
    GatherPlan split = plan;
    split.passes = passes;
    ExpectSame(world.Run(split), answer);
  }
  GatherPlan unsampled = plan;  // SQL keeps no samples
  for (Accumulator& a : unsampled.accumulators) a.sampled = false;
  ExpectSame(world.RunReference(unsampled), answer, 1e-12);
  GatherPlan plain = world.Plan(buckets(), by(), PlanRuleNames());
  ASSERT_EQ(plain.answers.size(), plan.answers.size());
  const Gathered unruled = world.Run(plain);
  for (size_t r = 0; r < plan.answers.size(); ++r) {
    const GatheredTable& a = unruled.tables[static_cast<size_t>(plain.answers[r])];
    const GatheredTable& b = answer.tables[static_cast<size_t>(plan.answers[r])];
    for (size_t c = 0; c < a.cells.size(); ++c) ASSERT_EQ(a.cells[c].n, b.cells[c].n);
  }
  Random random(kSeed);
  random.Shuffle(std::span<std::string>(rows));
  const World shuffled(rows, 1);
  ExpectSame(shuffled.Run(shuffled.Plan(buckets(), by())), answer);
}

TEST_P(Invariance, BucketsAddUp) {
  if (!buckets()) return;
  const World world(MakeRows(7), 2);
  for (const GatheredTable& table : world.Run(world.Plan(true, by())).tables) {
    if (!table.bucketed) continue;
    for (size_t cell = 0; cell < table.cells.size(); ++cell) {
      int64_t sum = 0;
      for (size_t b = 0; b < kBuckets; ++b) sum += table.bucket_cells[cell * kBuckets + b].n;
      ASSERT_EQ(sum, table.cells[cell].n);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Invariance,
                         ::testing::Values(std::pair{false, false}, std::pair{true, false},
                                           std::pair{false, true}, std::pair{true, true}));

}  // namespace
}  // namespace northstar::testing
