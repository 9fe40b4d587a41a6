// What units of an experiment did, read from loaded data, against a plain walk over the same rows:
// merged identities, units in both arms, a clock that changes, windows of days and of periods.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/random.h"
#include "model/project.h"
#include "plan/timeline_plan.h"
#include "tests/loaded.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

constexpr const char* kProject = R"(version: 1
timezone: Europe/Berlin
sources:
  - {name: app, files: e.csv, time: time, event_column: kind, entities: {user: user, team: team},
     dimensions: {arm: arm}, values: {amount: amount}}
  - {name: people, identities: people.csv, merge: {from: old, to: new, entity: user}}
metrics:
  - {name: paid, type: sum, event: work, value: amount, grain: week, description: d}
)";

struct Row {
  int64_t ts = 0;
  bool exposure = false;
  std::string user, team, arm;
  std::optional<double> amount;
};

// Users u0 to u19 have a second id, v0 to v19.
std::string Same(const std::string& user) {
  return user.starts_with('v') ? "u" + user.substr(1) : user;
}

std::vector<Row> MakeRows(uint64_t seed) {
  Random random(seed);
  std::vector<Row> rows;
  const int64_t start = ParseTime("2024-03-10")->us;  // over the change of the clock on Mar 31
  const auto user = [&] {
    if (random.Below(10) == 0) return fmt::format("v{}", random.Below(20));
    return fmt::format("u{}", random.Below(120));
  };
  for (int i = 0; i < 5'000; ++i) {
    Row row;
    row.ts = start + static_cast<int64_t>(random.Below(45UL * 24 * 3600)) * 1'000'000;
    if (random.Below(20) > 0) row.user = user();
    row.team = fmt::format("t{}", random.Below(6));
    if (random.Below(8) > 0) row.amount = static_cast<double>(random.Below(1000));
    rows.push_back(row);
  }
  for (int i = 0; i < 150; ++i) {
    Row row;
    row.ts = start + static_cast<int64_t>(random.Below(40UL * 24 * 3600)) * 1'000'000;
    row.exposure = true;
    row.user = user();
    // Mostly by user, so that few are in both arms; c is another experiment's.
    row.arm = random.Below(20) == 0                                     ? "c"
              : random.Below(10) == 0 || Same(row.user).back() % 2 == 0 ? "a"
                                                                        : "b";
    rows.push_back(row);
  }
  return rows;
}

struct Unit {
  int64_t first = 0;
  std::set<std::string> arms;
};
// By window: rows, valued, sum, distinct teams.
using Cells = std::map<int, std::tuple<int64_t, int64_t, double, int64_t>>;
// By first exposure, which no two units share; of units in one arm.
using Units = std::map<int64_t, std::pair<bool, Cells>>;

class ExposuresTest : public ::testing::TestWithParam<uint64_t> {
 protected:
  void SetUp() override {
    rows_ = MakeRows(GetParam());
    std::string csv = "time,kind,user,team,arm,amount\n";
    for (const Row& row : rows_) {
      csv += fmt::format("{},{},{},{},{},{}\n", FormatInstant(row.ts),
                         row.exposure ? "seen" : "work", row.user, row.team, row.arm,
                         row.amount ? fmt::format("{}", *row.amount) : "");
    }
    dir_.Write("e.csv", csv);
    std::string people = "old,new\n";
    for (int i = 0; i < 20; ++i) people += fmt::format("v{0},u{0}\n", i);
    dir_.Write("people.csv", people);
    dir_.Write("northstar.yml", kProject);
    auto loaded = LoadProject(dir_.path(), [](const std::string&) { return std::nullopt; });
    ASSERT_TRUE(loaded.ok());
    project_ = loaded->project;
    ASSERT_TRUE(LoadAll(*project_, ParseTime("2026-11-22")->us).ok());
    engine_ = OpenLoaded(*project_);
    facts_ = *engine_->Facts();
    plan_.feeds = FeedsOf(*project_, {{"seen", nullptr, {}}});
    plan_.entity = "user";
    plan_.arm = "arm";
    plan_.control = "a";
    plan_.treatment = "b";
    plan_.from_us = ParseTime("2024-03-12")->us;
    plan_.to_us = ParseTime("2024-04-16")->us;
    plan_.until_us = ParseTime("2024-04-20")->us;
    figure_.feeds = FeedsOf(*project_, {{"work", nullptr, {}}});
    figure_.value = ValueOf(*project_->FindMetric("paid"));
    figure_.distinct = "team";
    for (Feed& feed : figure_.feeds) feed.other = "team";
  }

  std::map<std::string, Unit> Exposed() const {
    std::map<std::string, Unit> units;
    for (const Row& row : rows_) {
      if (!row.exposure || row.user.empty() || row.arm == "c") continue;
      if (row.ts < plan_.from_us || row.ts >= plan_.to_us) continue;
      const auto [unit, fresh] = units.emplace(Same(row.user), Unit{row.ts, {}});
      unit->second.first = std::min(unit->second.first, row.ts);
      unit->second.arms.insert(row.arm);
    }
    return units;
  }

  std::pair<int64_t, int64_t> Span(const UnitWindow& window, int64_t first) const {
    const Calendar& calendar = project_->calendar;
    if (!figure_.periods) {
      return {calendar.Add(first, window.from.days, window.from.exact_us),
              calendar.Add(first, window.to.days, window.to.exact_us)};
    }
    const Day own = calendar.LocalDay(first);
    return {calendar.DayStart(own + window.from_period), calendar.DayStart(own + window.to_period)};
  }

  Units Naive() const {
    Units found;
    for (const auto& [user, unit] : Exposed()) {
      if (unit.arms.size() > 1) continue;
      Cells cells;
      for (size_t k = 0; k < figure_.windows.size(); ++k) {
        const auto [from, to] = Span(figure_.windows[k], unit.first);
        int64_t n = 0, valued = 0;
        double sum = 0;
        std::set<std::string> teams;
        int64_t reached = to;  // the first row of the step that comes before
        for (const Row& row : rows_) {
          if (!row.exposure && Same(row.user) == user && row.team == "t1" && row.ts >= from)
            reached = std::min(reached, row.ts);
        }
        for (const Row& row : rows_) {
          if (row.exposure || Same(row.user) != user || row.ts > plan_.until_us) continue;
          if (row.ts < from || row.ts >= to) continue;
          if (!figure_.via.empty() && row.ts <= reached) continue;
          ++n;
          valued += row.amount.has_value();
          sum += row.amount.value_or(0);
          teams.insert(row.team);
        }
        if (n > 0)
          cells[static_cast<int>(k)] = {n, valued, sum, static_cast<int64_t>(teams.size())};
      }
      found[unit.first] = {unit.arms.contains("b"), cells};
    }
    return found;
  }

  Units Read() {
    const auto exposed = engine_->ReadExposures(*project_, facts_, plan_);
    const auto cells = engine_->ReadUnitFigures(*project_, facts_, plan_, figure_);
    EXPECT_TRUE(exposed.ok() && cells.ok());
    Units found;
    std::map<uint32_t, int64_t> firsts;
    for (const ExposedUnit& unit : *exposed) {
      if (unit.in_both) continue;
      found[unit.first_us].first = unit.treated;
      firsts[unit.entity] = unit.first_us;
    }
    for (const UnitCell& cell : *cells) {
      EXPECT_TRUE(firsts.contains(cell.entity)) << "a unit in both arms, or in none";
      found[firsts[cell.entity]].second[cell.window] = {cell.rows, cell.valued, cell.sum,
                                                        cell.distinct};
    }
    return found;
  }

  TempDir dir_;
  std::vector<Row> rows_;
  ProjectRef project_;
  std::unique_ptr<Engine> engine_;
  DataFacts facts_;
  ExposurePlan plan_;
  UnitFigurePlan figure_;
};

TEST_P(ExposuresTest, WindowsOfDays) {
  figure_.windows = {{{}, {7, 0}},
                     {{0, 1}, {1, 1}},
                     {{7, 0}, {14, 0}},
                     {{-28, 0}, {}},
                     {{}, {0, 6 * kMicrosPerHour}}};
  const Units naive = Naive();
  EXPECT_GT(naive.size(), 50U);
  EXPECT_EQ(Read(), naive);
}

TEST_P(ExposuresTest, WindowsOfPeriods) {
  figure_.periods = project_->calendar.Grid(Grain::kDay, ParseTime("2024-01-01")->us,
                                            ParseTime("2024-06-01")->us);
  figure_.windows = {{{}, {}, 1, 2}, {{}, {}, 7, 9}, {{}, {}, -28, 0}};
  EXPECT_EQ(Read(), Naive());
}

TEST_P(ExposuresTest, WhatHasToHappenFirst) {
  figure_.windows = {{{0, 1}, {14, 1}}, {{-28, 0}, {}}};
  const BoundRef in_team = MakeCall(Op::kEqual,
                                    {std::make_shared<BoundExpr>(BoundExpr{
                                         ColumnRef{ColumnKind::kEntity, "team"}, ValueType::kText}),
                                     MakeConstant(std::string("t1"))},
                                    ValueType::kBool);
  figure_.via = {FeedsOf(*project_, {{"work", in_team, {}}})};
  const Units naive = Naive();
  EXPECT_EQ(Read(), naive);
  EXPECT_TRUE(std::any_of(naive.begin(), naive.end(),
                          [](const auto& one) { return one.second.second.contains(0); }));
}

TEST_P(ExposuresTest, ArmsAndUnitsInBoth) {
  const auto exposed = engine_->ReadExposures(*project_, facts_, plan_);
  ASSERT_TRUE(exposed.ok());
  const auto naive = Exposed();
  EXPECT_EQ(exposed->size(), naive.size());
  const auto both = std::count_if(naive.begin(), naive.end(),
                                  [](const auto& one) { return one.second.arms.size() > 1; });
  EXPECT_EQ(std::count_if(exposed->begin(), exposed->end(),
                          [](const ExposedUnit& one) { return one.in_both; }),
            both);
  const auto arms = engine_->ReadArms(*project_, facts_, plan_);
  ASSERT_TRUE(arms.ok());
  std::set<std::string> names;
  for (const ArmSeen& one : *arms) names.insert(one.arm);
  EXPECT_TRUE(names.contains("a") && names.contains("b"));
  for (size_t i = 1; i < arms->size(); ++i) EXPECT_GE((*arms)[i - 1].units, (*arms)[i].units);
}

TEST_P(ExposuresTest, WhatComesLaterIsHidden) {
  figure_.windows = {{{}, {7, 0}}};
  plan_.until_us = ParseTime("2024-04-01")->us;
  plan_.to_us = plan_.until_us + 1;
  EXPECT_EQ(Read(), Naive());
}

INSTANTIATE_TEST_SUITE_P(Worlds, ExposuresTest, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace northstar::testing
