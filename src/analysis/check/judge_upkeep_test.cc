// Review, definitions and the link: fires, holds, nothing to judge.
#include "analysis/check/judge_upkeep.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

using Code = CheckStatement::Code;
const SeriesName kTeams{"Active teams", "teams"};
const SeriesName kRevenue{"Revenue", "revenue"};

TEST(ReviewCheck, FiresTheDayAfterItWasDue) {
  const ReviewDue due{100, 192};
  EXPECT_EQ(JudgeReview(due, 192).look, Look::kHolds);
  const Judged late = JudgeReview(due, 195);
  EXPECT_EQ(late.look, Look::kFails);
  EXPECT_EQ(late.statement.code, Code::kReviewOverdue);
  EXPECT_EQ(late.value, 3);
  EXPECT_EQ(JudgeReview(std::nullopt, 195).look, Look::kNoData);
}

TEST(DefinitionCheck, FiresWhereOneChanged) {
  EXPECT_EQ(JudgeDefinition(kTeams, true, std::nullopt).look, Look::kHolds);
  EXPECT_EQ(JudgeDefinition(kTeams, false, std::nullopt).look, Look::kNoData);
  const Judged changed = JudgeDefinition(kTeams, true, 20'000);
  EXPECT_EQ(changed.look, Look::kFails);
  EXPECT_EQ(changed.statement.day, 20'000);
}

TEST(LinkCheck, FiresWhereTheLinkIsWeaker) {
  const Day month = *ParseDay("2026-06-01");
  stats::LinkResult link;
  link.finding = stats::LinkFinding::kWeakened;
  link.recent_effect = 0.1;
  link.earlier_low = 0.5;
  link.earlier_high = 1.2;
  const Judged weaker = JudgeLink(kTeams, kRevenue, true, link, month);
  EXPECT_EQ(weaker.look, Look::kFails);
  EXPECT_EQ(weaker.period, "2026-06-01");
  EXPECT_EQ(weaker.value, 0.1);
  EXPECT_EQ(weaker.limit, 0.5);
  link.finding = stats::LinkFinding::kStable;
  EXPECT_EQ(JudgeLink(kTeams, kRevenue, true, link, month).look, Look::kHolds);
}

TEST(LinkCheck, WithoutALeadOrItsYearsThereIsNothingToJudge) {
  const Day month = *ParseDay("2026-06-01");
  stats::LinkResult link;
  EXPECT_EQ(JudgeLink(kTeams, kRevenue, true, link, month).look, Look::kNoData);
  EXPECT_EQ(JudgeLink(kTeams, kRevenue, false, std::nullopt, month).look, Look::kNoData);
  EXPECT_EQ(JudgeLink(kTeams, kRevenue, true, std::nullopt, month).period, "2026-06-01");
}

}  // namespace
}  // namespace northstar
