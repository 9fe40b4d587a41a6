#include "analysis/align/line_of_sight.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "model/load_project.h"

namespace northstar {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProject = R"(version: 1
sources: [{name: app, files: e.csv, time: t, event_column: e, entities: {user: u}}]
metrics:
  - {name: star, type: count, event: a}
  - {name: breadth, type: count, event: b}
  - {name: depth, type: count, event: c, owner: product}
  - {name: tickets, type: count, event: d, owner: support}
  - {name: replies, type: count, event: f}
  - {name: rating, type: count, event: g}
  - {name: costs, type: count, event: h, owner: carol}
  - {name: old, type: count, event: i, owner: gone, status: retired}
teams:
  - {name: growth, label: Growth team, purpose: Bring in teams}
  - {name: product}
  - {name: support}
  - {name: finance}
north_star:
  metric: star
  owner: board
  inputs: [{metric: breadth, owner: [growth, product]}, {metric: depth}]
  guardrails: [{metric: rating, owner: support}]
kpis:
  - {metric: tickets, ladders_to: replies}
  - {metric: replies, team: support, ladders_to: depth}
  - {metric: costs, team: finance}
okrs:
  - {objective: o, period: 2026-Q1, owner: dan, key_results: [{metric: star, to: 5, owner: eve}]}
bets: [{name: wizard, team: finance, moves: breadth}]
)";

class LineOfSightTest : public ::testing::Test {
 protected:
  LineOfSightTest() {
    const fs::path root =
        fs::path(::testing::TempDir()) / ("line of sight " + std::to_string(::getpid()));
    fs::create_directories(root);
    std::ofstream(root / "northstar.yml") << kProject;
    const auto loaded = LoadProject(root.string(), ProcessEnvironment());
    EXPECT_TRUE(loaded.ok()) << loaded.error().message;
    project_ = loaded->project;
    fs::remove_all(root);
    sights_ = TeamSights(*project_);
  }
  const TeamSight& Of(const std::string& name) const {
    for (const TeamSight& one : sights_) {
      if (one.name == name) return one;
    }
    std::abort();
  }
  // "a>b>c, d>c"
  std::string Paths(const std::string& name) const {
    std::vector<std::string> paths;
    for (const auto& path : Of(name).paths) {
      std::vector<std::string> names;
      for (const Metric* metric : path) names.push_back(metric->name);
      paths.push_back(Join(names, ">"));
    }
    return Join(paths, ", ");
  }

  ProjectRef project_;
  std::vector<TeamSight> sights_;
};

TEST_F(LineOfSightTest, GoesFromWhatATeamOwnsToTheStar) {
  EXPECT_EQ(Paths("growth"), "breadth>star");
  EXPECT_EQ(Paths("product"), "breadth>star, depth>star") << "also as the metric's owner";
  EXPECT_EQ(Paths("support"), "tickets>replies>depth>star, replies>depth>star")
      << "through other KPIs";
  EXPECT_EQ(Paths("finance"), "") << "a bet on somebody's input is no line of sight";
}

TEST_F(LineOfSightTest, WhoHasNoneIsThereToo) {
  std::vector<std::string> names;
  for (const TeamSight& one : sights_) names.push_back(one.name);
  EXPECT_EQ(Join(names, " "), "growth product support finance board carol dan eve");
  EXPECT_TRUE(Of("board").owns_star);
  EXPECT_FALSE(Of("carol").declared);
  EXPECT_TRUE(Of("finance").declared);
  ASSERT_EQ(Of("finance").loose.size(), 1U);
  EXPECT_EQ(Of("finance").loose[0]->name, "costs");
  EXPECT_EQ(Of("finance").bets[0]->name, "wizard");
  EXPECT_EQ(Of("support").guardrails[0]->name, "rating");
  EXPECT_EQ(Of("growth").label, "Growth team");
  EXPECT_EQ(Of("product").label, "product");
}

}  // namespace
}  // namespace northstar
