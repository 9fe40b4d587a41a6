// Which settings count for which subject.
#include "model/check_subjects.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

Project SomeProject() {
  Project project(Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1));
  project.outcome = "revenue";
  NorthStar& star = project.north_star.emplace();
  star.metric = "teams";
  star.inputs.resize(2);
  star.inputs[0].metric = "invites";
  star.inputs[1].metric = "rating";
  star.guardrails.resize(1);
  star.guardrails[0].metric = "rating";
  project.kpis.push_back({"tickets", "support", "invites", {}, {}});
  project.sources.resize(3);
  project.sources[0].name = "app";
  project.sources[0].fresh_within = Duration{0, 3 * kMicrosPerHour};
  project.sources[1].name = "people";
  project.sources[1].kind = Source::Kind::kIdentities;
  project.sources[2].name = "reviews";
  project.sources[2].kind = Source::Kind::kFeedback;
  return project;
}

CheckSetting Setting(CheckKind kind, const char* metric = "") {
  CheckSetting setting;
  setting.check = kind;
  setting.metric = metric;
  return setting;
}

using Names = std::vector<std::string>;

TEST(CheckSubjects, EachOnceInTheOrderOfTheProject) {
  const Project project = SomeProject();
  EXPECT_EQ(SubjectsOf(project, CheckKind::kAnomaly),
            (Names{"teams", "invites", "rating", "tickets", "revenue"}));
  EXPECT_EQ(SubjectsOf(project, CheckKind::kGuardrail), Names{"rating"});
  EXPECT_EQ(SubjectsOf(project, CheckKind::kDecoupled), Names{"teams"});
  EXPECT_EQ(SubjectsOf(project, CheckKind::kFreshness), (Names{"app", "reviews"}));
  EXPECT_EQ(SubjectsOf(project, CheckKind::kSentiment), Names{"reviews"});
  EXPECT_TRUE(SubjectsOf(project, CheckKind::kReview).empty());
}

TEST(CheckSubjects, WithoutAStarOnlyWhatDoesNotNeedOne) {
  Project project = SomeProject();
  project.north_star.reset();
  EXPECT_TRUE(SubjectsOf(project, CheckKind::kDecoupled).empty());
  EXPECT_EQ(SubjectsOf(project, CheckKind::kAnomaly), (Names{"tickets", "revenue"}));
}

TEST(CheckRules, DefaultsAreThoseOfTheKind) {
  const Project project = SomeProject();
  for (const CheckKind kind : {CheckKind::kDecoupled, CheckKind::kFreshness, CheckKind::kGuardrail})
    EXPECT_EQ(RulesOf(project, kind, "x").severity, CheckSeverity::kCritical) << NameOf(kind);
  for (const CheckKind kind : {CheckKind::kAnomaly, CheckKind::kGoal, CheckKind::kReview})
    EXPECT_EQ(RulesOf(project, kind, "x").severity, CheckSeverity::kWarning) << NameOf(kind);
  EXPECT_EQ(RulesOf(project, CheckKind::kAnomaly, "teams").for_looks, 1);
}

TEST(CheckRules, WhatIsSaidOfTheSubjectGoesBeforeItsKind) {
  Project project = SomeProject();
  CheckSetting one = Setting(CheckKind::kAnomaly, "teams");
  one.for_looks = 2;
  CheckSetting all = Setting(CheckKind::kAnomaly);
  all.off = true;
  project.checks = {one, all};
  EXPECT_FALSE(RulesOf(project, CheckKind::kAnomaly, "teams").off);
  EXPECT_EQ(RulesOf(project, CheckKind::kAnomaly, "teams").for_looks, 2);
  EXPECT_TRUE(RulesOf(project, CheckKind::kAnomaly, "invites").off);
  EXPECT_FALSE(RulesOf(project, CheckKind::kGuardrail, "rating").off);
}

TEST(CheckRules, FreshnessIsSaidByTheCheckElseByTheSource) {
  Project project = SomeProject();
  const Duration three{0, 3 * kMicrosPerHour};
  EXPECT_EQ(RulesOf(project, CheckKind::kFreshness, "app").fresh_within, three);
  EXPECT_FALSE(RulesOf(project, CheckKind::kFreshness, "reviews").fresh_within);
  CheckSetting setting = Setting(CheckKind::kFreshness);
  setting.source = "app";
  setting.fresh_within = Duration{1, 0};
  project.checks = {setting};
  EXPECT_EQ(RulesOf(project, CheckKind::kFreshness, "app").fresh_within, (Duration{1, 0}));
}

}  // namespace
}  // namespace northstar
