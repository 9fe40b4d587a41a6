#include "analysis/survey/knowledge_rate.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace northstar {
namespace {

TeamKnowledge Team(const std::string& name, int64_t answered, int64_t knows, int64_t unclear = 0) {
  TeamKnowledge team;
  team.team = name;
  team.invited = answered + 2;
  team.answered = answered;
  team.knows = knows;
  team.unclear = unclear;
  return team;
}

std::string Shown(const KnowledgeRates& rates) {
  std::string names;
  for (const TeamKnowledge& team : rates.teams) names += team.team;
  return names;
}

TEST(KnowledgeRateTest, SharesHaveTheirIntervals) {
  const KnowledgeRates rates = RatesOf({Team("a", 12, 9), Team("b", 30, 0)}, false);
  ASSERT_EQ(Shown(rates), "ab");
  EXPECT_DOUBLE_EQ(rates.teams[0].rate->share, 0.75);
  EXPECT_NEAR(rates.teams[0].rate->low, 0.46769467, 1e-8);
  EXPECT_NEAR(rates.teams[0].rate->high, 0.91105833, 1e-8);
  EXPECT_EQ(rates.teams[1].rate->low, 0);
  EXPECT_NEAR(rates.teams[1].rate->high, 0.11351339, 1e-8);
  EXPECT_EQ(rates.total.answered, 42);
  EXPECT_EQ(rates.total.invited, 46);
  EXPECT_EQ(rates.total.knows, 9);
  EXPECT_EQ(rates.hidden, 0U);
}

TEST(KnowledgeRateTest, WhatIsNotGradedIsNeitherRightNorWrong) {
  const KnowledgeRates rates = RatesOf({Team("a", 10, 3, 4), Team("b", 6, 0, 6)}, false);
  EXPECT_DOUBLE_EQ(rates.teams[0].rate->share, 0.5);
  EXPECT_FALSE(rates.teams[1].rate.has_value());
  EXPECT_DOUBLE_EQ(rates.total.rate->share, 0.5);
}

TEST(KnowledgeRateTest, WithoutAnswersThereIsNoShare) {
  const KnowledgeRates none = RatesOf({}, false);
  EXPECT_FALSE(none.total.rate.has_value());
  EXPECT_FALSE(none.total.invited.has_value());
  const KnowledgeRates silent = RatesOf({Team("a", 0, 0), Team("b", 6, 6)}, false);
  EXPECT_EQ(Shown(silent), "b") << "a team without answers gives nothing away";
  EXPECT_EQ(silent.total.invited, 10);
}

TEST(KnowledgeRateTest, SmallTeamsAreInTheTotalAlone) {
  EXPECT_EQ(Shown(RatesOf({Team("a", 9, 1), Team("b", 4, 1), Team("c", 3, 1)}, false)), "a");
  EXPECT_EQ(Shown(RatesOf({Team("a", 9, 1), Team("b", 7, 1), Team("c", 4, 1)}, false)), "a")
      << "the total less the others would be team c";
  EXPECT_EQ(
      Shown(RatesOf({Team("a", 9, 1), Team("b", 7, 1), Team("c", 2, 1), Team("d", 2, 1)}, false)),
      "a")
      << "four people in two teams are still too few";
  EXPECT_EQ(Shown(RatesOf({Team("a", 9, 1), Team("b", 4, 1)}, false)), "")
      << "one team is left to hide behind, and nothing is shown by team";
  EXPECT_EQ(Shown(RatesOf({Team("a", 9, 1), Team("b", 4, 1)}, true)), "ab") << "names are kept";
}

// Whatever the counts: no shown team is small, and what is left has 0 or 5 answers of two teams.
TEST(KnowledgeRateTest, NoRemainderGivesATeamAway) {
  constexpr uint64_t kSeed = 20;
  for (uint64_t world = 0; world < 2000; ++world) {
    Random random(kSeed, world);
    std::vector<TeamKnowledge> teams;
    for (uint64_t t = 0; t < 1 + random.Below(6); ++t)
      teams.push_back(Team(std::string(1, static_cast<char>('a' + t)),
                           static_cast<int64_t>(random.Below(10)), 0));
    const KnowledgeRates rates = RatesOf(teams, false);
    int64_t left = rates.total.answered, answering = 0;
    for (const TeamKnowledge& team : teams) answering += team.answered > 0;
    for (const TeamKnowledge& team : rates.teams) {
      EXPECT_GE(team.answered, kFewest) << "seed " << kSeed << ", world " << world;
      left -= team.answered;
      --answering;
    }
    if (rates.teams.empty()) continue;
    EXPECT_TRUE(left == 0 || (left >= kFewest && answering >= 2))
        << "seed " << kSeed << ", world " << world;
    EXPECT_EQ(rates.teams.size() + rates.hidden, teams.size());
  }
}

}  // namespace
}  // namespace northstar
