// Each trigger from signs made for it, and the verdict that triggers make together.
#include "analysis/review/triggers.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

ReviewSigns Healthy() {
  ReviewSigns signs;
  signs.star = {"Active teams", "teams"};
  signs.outcome = {"Revenue", "revenue"};
  signs.link.gap = signs.link_before.gap = LinkGap::kRead;
  signs.link.recent = 0.6;
  signs.link.earlier = 0.7;
  return signs;
}

// What fired: "LINK_WEAKENED firm confirmed".
std::string Fired(const ReviewSigns& signs) {
  std::string out;
  for (const TriggerFinding& one : FindTriggers(signs)) {
    if (!out.empty()) out += ", ";
    out += std::string(NameOf(one.trigger)) + " " + std::string(NameOf(one.level)) +
           (one.confirmed ? " confirmed" : "");
  }
  return out;
}

std::string Verdict(const ReviewSigns& signs) {
  return std::string(NameOf(VerdictOf(FindTriggers(signs))));
}

TEST(Triggers, AHealthyStarIsConfirmed) {
  EXPECT_EQ(Fired(Healthy()), "");
  EXPECT_EQ(Verdict(Healthy()), "confirm");
  EXPECT_EQ(Verdict(ReviewSigns()), "confirm") << "a review confirms where nothing is known";
}

TEST(Triggers, OneReadingOfAWeakerLinkIsNoReasonToChange) {
  ReviewSigns signs = Healthy();
  signs.link.outside = true;
  signs.link.quarters_halved = 1;
  EXPECT_EQ(Fired(signs), "LINK_WEAKENED firm");
  EXPECT_EQ(Verdict(signs), "look_closer");
  signs.link_before.quarters_halved = 1;
  EXPECT_EQ(Fired(signs), "LINK_WEAKENED firm confirmed");
  EXPECT_EQ(Verdict(signs), "change_due");
}

TEST(Triggers, OutsideTheIntervalCountsOnlyWhereItMatters) {
  ReviewSigns signs = Healthy();
  signs.link.outside = true;
  EXPECT_EQ(Fired(signs), "");
}

TEST(Triggers, HalvedTwiceIsASofterSign) {
  ReviewSigns signs = Healthy();
  signs.link.quarters_halved = 1;
  EXPECT_EQ(Fired(signs), "");
  signs.link.quarters_halved = 2;
  signs.link.recent_high = 0.8;
  EXPECT_EQ(Fired(signs), "") << "a year may vary by as much";
  signs.link.recent_high = 0.6;
  signs.link_before.quarters_halved = 1;
  EXPECT_EQ(Fired(signs), "LINK_WEAKENED soft");
  EXPECT_EQ(Verdict(signs), "look_closer");
}

TEST(Triggers, AStarThatAddsNothingToForecastsHasAWeakerLink) {
  ReviewSigns signs = Healthy();
  signs.link.adds_less = true;
  signs.link.running_fall = 1.2;
  const auto fired = FindTriggers(signs);
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].said.rule, "link_adds_less");
  EXPECT_EQ(fired[0].value, 1.2);
  signs.link_before.adds_less = true;
  EXPECT_EQ(Verdict(signs), "change_due");
}

TEST(Triggers, ALinkThatWasNotReadFiresNothing) {
  ReviewSigns signs = Healthy();
  signs.link.outside = signs.link.adds_less = true;
  signs.link.quarters_halved = 4;
  signs.link.gap = LinkGap::kNoLead;
  EXPECT_EQ(Fired(signs), "");
  signs.link.gap = LinkGap::kRead;
  signs.link_before.adds_less = true;
  signs.link_before.gap = LinkGap::kTooShort;
  EXPECT_EQ(Fired(signs), "LINK_WEAKENED firm")
      << "what was not read a quarter ago confirms nothing";
}

TEST(Triggers, TheSameGuardMustFallTwice) {
  ReviewSigns signs = Healthy();
  signs.decoupled = {{{"Rating"}, 0.1, -0.05, -0.08, -0.02},
                     {{"Returning"}, 0.1, -0.03, -0.05, -0.01}};
  signs.decoupled_before = {{{"Replies"}, 0.1, -0.05, -0.08, -0.02}};
  EXPECT_EQ(Fired(signs), "DECOUPLED firm");
  EXPECT_EQ(FindTriggers(signs)[0].value, -0.05);
  signs.decoupled_before = {{{"Returning"}, 0.1, -0.05, -0.08, -0.02}};
  EXPECT_EQ(Fired(signs), "DECOUPLED firm confirmed");
  EXPECT_EQ(FindTriggers(signs)[0].value, -0.03) << "the guard that fell twice is named";
}

TEST(Triggers, TwoIndependentFirmOnesMakeAChangeDue) {
  ReviewSigns signs = Healthy();
  signs.decoupled = {{{"Rating"}, 0.1, -0.05, -0.08, -0.02}};
  signs.link.outside = true;
  signs.link.quarters_halved = 1;
  EXPECT_EQ(Fired(signs), "LINK_WEAKENED firm, DECOUPLED firm");
  EXPECT_EQ(Verdict(signs), "change_due");
}

TEST(Triggers, TwoOfTheSameRiseAreOne) {
  ReviewSigns signs = Healthy();
  signs.decoupled = {{{"Rating"}, 0.1, -0.05, -0.08, -0.02}};
  signs.gaming = GamingSign{};
  signs.gaming->suspect_share = 0.7;
  EXPECT_EQ(Fired(signs), "DECOUPLED firm, GAMED firm");
  EXPECT_EQ(Verdict(signs), "look_closer");
  signs.gaming->suspect_share_before = 0.6;
  EXPECT_EQ(Fired(signs), "GAMED firm confirmed, DECOUPLED firm");
  EXPECT_EQ(Verdict(signs), "change_due");
}

TEST(Triggers, SoftOnesNeverMakeAChangeDue) {
  ReviewSigns signs = Healthy();
  signs.link.quarters_halved = 3;
  signs.gaming = GamingSign{};
  signs.gaming->machine_share = 0.2;
  signs.gaming->machine_share_before = 0.1;
  signs.days_to_show = 30;
  signs.months_at_launch = 40;
  EXPECT_EQ(Fired(signs), "LINK_WEAKENED soft, OUTGROWN_STAGE soft, GAMED soft, TOO_SLOW soft");
  EXPECT_EQ(Verdict(signs), "look_closer");
}

TEST(Triggers, AChangedStrategyIsNoEstimate) {
  ReviewSigns signs = Healthy();
  signs.strategy = StrategyChange{"2026-10-05", "anna", "Enterprise only"};
  EXPECT_EQ(Fired(signs), "STRATEGY_CHANGED firm confirmed");
  EXPECT_FALSE(FindTriggers(signs)[0].value);
  EXPECT_EQ(Verdict(signs), "change_due");
}

TEST(Triggers, ARateIsForLaunchAlone) {
  ReviewSigns signs = Healthy();
  signs.star_is_rate = true;
  signs.months_at_launch = 17;
  EXPECT_EQ(Fired(signs), "");
  signs.months_at_launch = 19;
  EXPECT_EQ(Fired(signs), "OUTGROWN_STAGE firm");
  signs.months_at_launch = 22;
  EXPECT_EQ(Fired(signs), "OUTGROWN_STAGE firm confirmed");
}

TEST(Triggers, ConcentrationMustBeBeyondChanceAndMatter) {
  ReviewSigns signs = Healthy();
  signs.gaming = GamingSign{};
  signs.gaming->top_share = 0.3;
  signs.gaming->top_share_before = 0.2;
  signs.gaming->top_change_low = -0.01;
  signs.gaming->top_change_high = 0.21;
  EXPECT_EQ(Fired(signs), "");
  signs.gaming->top_change_low = 0.02;
  EXPECT_EQ(Fired(signs), "GAMED soft");
  EXPECT_NEAR(*FindTriggers(signs)[0].low, 0.22, 1e-12);
  signs.gaming->top_share = 0.23;
  EXPECT_EQ(Fired(signs), "") << "3 points are few";
}

TEST(Triggers, DilutionNeedsARisingStarAndEightCohorts) {
  ReviewSigns signs = Healthy();
  signs.dilution = DilutionSign{8, 0.8, 0.2, 0.004, true};
  EXPECT_EQ(Fired(signs), "GAMED soft");
  EXPECT_EQ(FindTriggers(signs)[0].said.rule, "diluted");
  signs.dilution->star_rises = false;
  EXPECT_EQ(Fired(signs), "");
  signs.dilution = DilutionSign{7, 0.8, 0.2, 0.004, true};
  EXPECT_EQ(Fired(signs), "");
  signs.dilution = DilutionSign{20, 0.8, 0.2, 0.04, true};
  EXPECT_EQ(Fired(signs), "");
}

TEST(Triggers, SpeedIsAMatterOfTheDefinition) {
  ReviewSigns signs = Healthy();
  signs.days_to_show = 14;
  EXPECT_EQ(Fired(signs), "");
  signs.days_to_show = 30.4;
  EXPECT_EQ(Fired(signs), "TOO_SLOW soft");
  signs.days_to_show = 91;
  EXPECT_EQ(Fired(signs), "TOO_SLOW firm confirmed");
}

TEST(Triggers, KnowledgeIsJudgedByItsInterval) {
  ReviewSigns signs = Healthy();
  signs.knowledge = KnowledgeRate{12, 0.75, 0.47, 0.91};
  EXPECT_EQ(Fired(signs), "") << "12 people are too few to say that 75% is too little";
  signs.knowledge = KnowledgeRate{60, 0.6, 0.47, 0.72};
  EXPECT_EQ(Fired(signs), "NOT_UNDERSTOOD soft");
  signs.knowledge = KnowledgeRate{30, 0.2, 0.09, 0.37};
  EXPECT_EQ(Fired(signs), "NOT_UNDERSTOOD firm");
  EXPECT_EQ(Verdict(signs), "look_closer");
  signs.knowledge_before = KnowledgeRate{30, 0.3, 0.16, 0.48};
  EXPECT_EQ(Fired(signs), "NOT_UNDERSTOOD firm confirmed");
  EXPECT_EQ(Verdict(signs), "change_due");
}

}  // namespace
}  // namespace northstar
