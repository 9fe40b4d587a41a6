#include "model/owners.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

using Names = std::vector<std::string>;

class OwnersTest : public ::testing::Test {
 protected:
  OwnersTest() : project_(Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1)) {
    for (const char* name : {"star", "invites", "rating", "clicks", "loose"}) {
      Metric metric;
      metric.name = name;
      metric.owners = {std::string("owner of ") + name};
      project_.metrics.push_back(metric);
    }
    NorthStar star;
    star.metric = "star";
    InputLink input;
    input.metric = "invites";
    star.inputs = {input};
    Guardrail guardrail;
    guardrail.metric = "rating";
    star.guardrails = {guardrail};
    project_.north_star = star;
    Kpi kpi;
    kpi.metric = "clicks";
    project_.kpis = {kpi};
    project_.teams = {{"growth", "Team Growth", ""}, {"ops", "", ""}};
  }

  Names Of(const char* metric) const { return OwnersOf(project_, *project_.FindMetric(metric)); }

  Project project_;
};

TEST_F(OwnersTest, TheMetricsOwnWhereTheEntryNamesNone) {
  EXPECT_EQ(OwnersOf(project_, *project_.north_star), Names{"owner of star"});
  EXPECT_EQ(OwnersOf(project_, project_.north_star->inputs[0]), Names{"owner of invites"});
  EXPECT_EQ(OwnersOf(project_, project_.north_star->guardrails[0]), Names{"owner of rating"});
  EXPECT_EQ(OwnersOf(project_, project_.kpis[0]), Names{"owner of clicks"});
  EXPECT_EQ(Of("invites"), Names{"owner of invites"});
  EXPECT_EQ(Of("loose"), Names{"owner of loose"});
}

TEST_F(OwnersTest, TheEntryGoesFirst) {
  project_.north_star->owner = "board";
  project_.north_star->inputs[0].owners = {"growth", "ops"};
  project_.north_star->guardrails[0].owners = {"support"};
  project_.kpis[0].team = "ops";
  EXPECT_EQ(OwnersOf(project_, *project_.north_star), Names{"board"});
  EXPECT_EQ(Of("star"), Names{"board"});
  EXPECT_EQ(OwnersOf(project_, project_.north_star->inputs[0]), (Names{"growth", "ops"}));
  EXPECT_EQ(Of("invites"), (Names{"growth", "ops"}));
  EXPECT_EQ(Of("rating"), Names{"support"});
  EXPECT_EQ(Of("clicks"), Names{"ops"});
}

TEST_F(OwnersTest, ATeamIsFoundByNameOrLabel) {
  for (const char* written : {"growth", " Growth ", "TEAM growth"}) {
    ASSERT_NE(FindTeam(project_, written), nullptr) << written;
    EXPECT_EQ(FindTeam(project_, written)->name, "growth");
  }
  for (const char* written : {"", " ", "grow", "nobody"})
    EXPECT_EQ(FindTeam(project_, written), nullptr) << written;
  EXPECT_EQ(TeamLabel(project_, "growth"), "Team Growth");
  EXPECT_EQ(TeamLabel(project_, "ops"), "ops");
  EXPECT_EQ(TeamLabel(project_, "nobody"), "nobody");
}

}  // namespace
}  // namespace northstar
