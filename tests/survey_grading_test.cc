// tests/vectors/survey_answers.json: answers to a survey as people write them, graded by rule and
// by a person; and the single rules, one by one.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "analysis/survey/answer_grading.h"
#include "model/load_project.h"

namespace northstar {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kProject = R"(version: 1
sources:
  - name: app
    files: e.csv
    time: t
    event_column: e
    entities: {team: team, user: user}
    values: {n: n}
metrics:
  - {name: weekly_active_teams, type: active, entity: team, event: worked, distinct: user, at_least: 3, grain: week,
     also_called: [WAT]}
  - {name: new_teams, type: first_time, entity: team, event: worked, grain: week}
  - {name: tasks_per_team, type: average, event: worked, value: n, grain: week, owner: product}
  - {name: team_return_rate, type: retention, entity: team, event: worked, grain: week}
  - {name: time_to_first_task, type: duration, entity: team, from: joined, to: worked, within: 7d, grain: week}
  - {name: ticket_resolution_time, type: average, event: solved, value: n, grain: week}
  - {name: invites_sent, label: Invitations sent, type: count, event: invited, grain: week}
  - {name: monthly_revenue, type: sum, event: paid, value: n, grain: month}
  - {name: total_signups, type: count, event: joined, grain: week, also_called: [sign ups]}
  - {name: daily_active_users, type: active, entity: user, event: worked, grain: day, also_called: [DAU]}
  - {name: messages_sent, type: count, event: message, grain: week}
  - {name: active_teams, type: active, entity: team, event: worked, grain: month}
teams:
  - {name: growth, label: Growth}
  - {name: product, label: Product}
  - {name: lifecycle, label: Lifecycle}
  - {name: onboarding, label: Onboarding}
  - {name: support, label: Customer support}
north_star:
  metric: weekly_active_teams
  statement: A team gets value when three of its people finish work together in a week.
  inputs:
    - {metric: new_teams, dimension: breadth, owner: growth}
    - {metric: tasks_per_team, dimension: depth}
    - {metric: team_return_rate, dimension: frequency, owner: lifecycle}
    - {metric: time_to_first_task, dimension: efficiency, owner: onboarding}
kpis: [{metric: ticket_resolution_time, team: support, ladders_to: team_return_rate}]
okrs:
  - objective: Make it indispensable
    period: 2026-Q1
    owner: product
    key_results:
      - {role: north_star, metric: weekly_active_teams, to: 900}
      - {role: leading, metric: invites_sent, to: 5000, over: sum, owner: growth}
bets:
  - {name: guided_setup, team: onboarding, moves: time_to_first_task}
  - {name: template_gallery, label: Template gallery, team: product}
)";

class SurveyGrading : public ::testing::Test {
 protected:
  SurveyGrading() {
    const fs::path root =
        fs::path(::testing::TempDir()) / ("survey grading " + std::to_string(::getpid()));
    fs::create_directories(root);
    std::ofstream(root / "northstar.yml") << kProject;
    const auto loaded = LoadProject(root.string(), ProcessEnvironment());
    EXPECT_TRUE(loaded.ok()) << loaded.error().message << Told(loaded);
    project_ = loaded->project;
    fs::remove_all(root);
  }
  static std::string Told(const Result<LoadedProject>& loaded) {
    std::string told;
    for (const Diagnostic& one : loaded.error().diagnostics) told += "\n" + one.message;
    return told;
  }
  AnswerKey Key() const { return {*project_, "weekly_active_teams"}; }
  std::string NameGrade(const std::string& name) const {
    return std::string(NameOf(Key().GradeOf("product", {name, "", ""}).name));
  }
  std::string MeaningGrade(const std::string& meaning) const {
    return std::string(NameOf(Key().GradeOf("product", {"", meaning, ""}).meaning));
  }
  std::string ActionGrade(const std::string& team, const std::string& action) const {
    return std::string(NameOf(Key().GradeOf(team, {"", "", action}).action));
  }

  ProjectRef project_;
};

TEST_F(SurveyGrading, SixtyAnswers) {
  std::ifstream file(NORTHSTAR_SOURCE_DIR "/tests/vectors/survey_answers.json");
  const Json rows = Json::parse(file)["rows"];
  ASSERT_EQ(rows.size(), 60U);
  const AnswerKey key = Key();
  int wrong = 0, unclear = 0, knows = 0;
  std::string told;
  for (const Json& row : rows) {
    const AnswerGrades grades =
        key.GradeOf(row["team"], {row["name"], row["meaning"], row["action"]});
    bool missed = false;
    for (const auto& [question, grade] :
         {std::pair("name", grades.name), std::pair("meaning", grades.meaning),
          std::pair("action", grades.action)}) {
      const std::string right = row["right"][question];
      if (grade == Grade::kUnclear || NameOf(grade) == right) continue;
      missed = true;
      told += std::string(question) + " graded " + std::string(NameOf(grade)) + ": " + row.dump() +
              "\n";
    }
    wrong += missed;
    unclear += grades.knows() == Grade::kUnclear;
    knows += grades.knows() == Grade::kYes;
  }
  EXPECT_LE(wrong, 3) << told;
  EXPECT_LE(unclear, 20);
  EXPECT_GE(knows, 15);
  RecordProperty("wrong", wrong);
  RecordProperty("unclear", unclear);
}

TEST_F(SurveyGrading, NamesAreWholeWordsWithFewErrors) {
  EXPECT_EQ(NameGrade("Weekly active teams"), "yes");
  EXPECT_EQ(NameGrade("i think it's WEEKLY_ACTIVE_TEAMS."), "yes");
  EXPECT_EQ(NameGrade("wat"), "yes");
  EXPECT_EQ(NameGrade("water"), "unclear") << "a part of a word";
  EXPECT_EQ(NameGrade("wet"), "unclear") << "three letters allow no error";
  EXPECT_EQ(NameGrade("weeklyactive tems"), "yes") << "two errors in 17 letters";
  EXPECT_EQ(NameGrade("wekly actve tems"), "unclear") << "three";
  EXPECT_EQ(NameGrade("active teams"), "no") << "another metric, which the star's name contains";
  EXPECT_EQ(NameGrade("weekly active teams, not active teams"), "unclear");
  EXPECT_EQ(NameGrade("WAT or DAU"), "unclear");
  EXPECT_EQ(NameGrade("DAU"), "no");
  EXPECT_EQ(NameGrade("  "), "no");
  EXPECT_EQ(NameGrade("No idea, sorry!"), "no");
  EXPECT_EQ(NameGrade("no idea, teams?"), "unclear");
}

TEST_F(SurveyGrading, MeaningsShareHalfOfTheWords) {
  EXPECT_EQ(MeaningGrade("finishing work together, weekly, teams"), "yes");
  EXPECT_EQ(MeaningGrade("teams and weeks"), "unclear");
  EXPECT_EQ(MeaningGrade("it is monthly revenue"), "no");
  EXPECT_EQ(MeaningGrade("customers are happy"), "unclear");
  EXPECT_EQ(MeaningGrade("?"), "no");
}

TEST_F(SurveyGrading, ActionsNameWhatTheTeamOwns) {
  EXPECT_EQ(ActionGrade("growth", "bring in new teams"), "yes");
  EXPECT_EQ(ActionGrade("product", "bring in new teams"), "unclear") << "another team owns it";
  EXPECT_EQ(ActionGrade("product", "tasks per team"), "yes") << "owned by the metric itself";
  EXPECT_EQ(ActionGrade("growth", "we sent out more invitations"), "yes") << "a key result";
  EXPECT_EQ(ActionGrade("product", "we sent out more invitations"), "unclear");
  EXPECT_EQ(ActionGrade("customer SUPPORT", "ticket resolution time"), "yes") << "by its label";
  EXPECT_EQ(ActionGrade("onboarding", "the guided setup"), "yes") << "a bet";
  EXPECT_EQ(ActionGrade("product", "weekly active teams"), "unclear") << "the star itself";
  EXPECT_EQ(ActionGrade("sales", "tasks per team"), "unclear") << "no team of the project";
  EXPECT_EQ(ActionGrade("", "tasks per team"), "unclear");
  EXPECT_EQ(ActionGrade("product", "nothing"), "no");
}

TEST_F(SurveyGrading, AllThreeMakeOneWhoKnows) {
  using enum Grade;
  EXPECT_EQ((AnswerGrades{kYes, kYes, kYes}.knows()), kYes);
  EXPECT_EQ((AnswerGrades{kYes, kUnclear, kYes}.knows()), kUnclear);
  EXPECT_EQ((AnswerGrades{kNo, kUnclear, kYes}.knows()), kNo);
}

TEST_F(SurveyGrading, LongAndOddTextsEnd) {
  const std::string longest(100'000, 'a');
  EXPECT_EQ(NameGrade(longest), "unclear");
  std::string many;
  for (int i = 0; i < 500; ++i) many += "weekly ";
  EXPECT_EQ(NameGrade(many), "unclear");
  EXPECT_EQ(NameGrade("\xff\xfe\x00"), "no");
}

}  // namespace
}  // namespace northstar
