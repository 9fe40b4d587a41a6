#include "store/surveys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "model/load_project.h"
#include "store/state_store.h"

namespace northstar::store {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kNow = 1'767'571'200'000'000;

unsigned ModeOf(const std::string& path) {
  struct stat facts {};
  return stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0U;
}

std::string BytesOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class SurveysTest : public ::testing::Test {
 protected:
  SurveysTest()
      : root_(fs::path(::testing::TempDir()) /
              (std::string("surveys ") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(root_);
    fs::create_directories(root_);
    std::ofstream(root_ / "northstar.yml")
        << "version: 1\nsources:\n  - {name: app, files: e.csv, time: t, event_column: e}\n"
           "metrics:\n  - {name: hits, type: count, event: hit}\n";
    const auto loaded = LoadProject(root_.string(), ProcessEnvironment());
    EXPECT_TRUE(loaded.ok()) << loaded.error().message;
    project_ = loaded->project;
  }
  ~SurveysTest() override { fs::remove_all(root_); }

  NewSurvey Invitation(bool named = false) const {
    return {"hits", named, true, {{"Anna@Example.org ", "growth"}, {"ben@example.org", "product"}}};
  }
  SurveyState Read() const {
    const auto state = ReadSurvey(*project_);
    EXPECT_TRUE(state.ok()) << state.error().message;
    EXPECT_TRUE(state->has_value());
    return **state;
  }
  SurveyAnswer AnswerOf(const std::string& address, const SurveyTexts& texts) const {
    const auto key = SurveyKey::Read(*project_);
    EXPECT_TRUE(key.ok()) << key.error().message;
    const std::string person = key->PersonOf(address);
    return {key->AnswerId(person, texts), person, "growth", texts};
  }
  // All bytes below .northstar.
  std::string AllBytes() const {
    std::string all;
    for (const auto& file : fs::recursive_directory_iterator(root_ / ".northstar"))
      all += BytesOf(file.path());
    return all;
  }

  fs::path root_;
  ProjectRef project_;
};

TEST_F(SurveysTest, ARoundFromOpenToClosed) {
  EXPECT_FALSE(ReadSurvey(*project_)->has_value());
  ASSERT_TRUE(OpenSurvey(*project_, Invitation(), kNow).ok());
  const SurveyState opened = Read();
  EXPECT_TRUE(opened.round.open());
  EXPECT_EQ(opened.round.metric, "hits");
  EXPECT_EQ(opened.round.opened_us, kNow);
  EXPECT_TRUE(opened.round.by_invitation);
  EXPECT_EQ(opened.people.size(), 2U);
  EXPECT_FALSE(OpenSurvey(*project_, Invitation(), kNow).ok()) << "one at a time";

  const int64_t round = opened.round.id;
  const SurveyAnswer first = AnswerOf("anna@example.org", {"hits", "meaning", "action"});
  const SurveyAnswer second = AnswerOf("ANNA@example.org", {"hits", "better", "action"});
  EXPECT_EQ(first.person, second.person) << "whatever the case";
  EXPECT_NE(first.id, second.id);
  ASSERT_TRUE(RecordSurveyAnswers(*project_, round, {first}, {first.id}).ok());
  ASSERT_TRUE(RecordSurveyAnswers(*project_, round, {second}, {second.id, first.id}).ok());
  const SurveyState answered = Read();
  ASSERT_EQ(answered.answers.size(), 1U);
  EXPECT_EQ(answered.answers[0].texts.meaning, "better");
  EXPECT_EQ(answered.answers[0].team, "growth");
  EXPECT_EQ(answered.seen, (std::set<std::string>{first.id, second.id}));

  ASSERT_TRUE(
      RecordSurveyGrades(*project_, round, {{second.id, "meaning", "yes", "dora", kNow}}).ok());
  ASSERT_TRUE(
      CloseSurvey(*project_, round, {{second.id, "name", "yes", "rule", kNow}}, kNow + 1).ok());
  const SurveyState closed = Read();
  EXPECT_FALSE(closed.round.open());
  ASSERT_EQ(closed.grades.size(), 2U);
  EXPECT_EQ(closed.grades[0].by, "dora");
  EXPECT_EQ(closed.grades[1].question, "name");
  EXPECT_FALSE(RecordSurveyAnswers(*project_, round, {first}, {}).ok()) << "it is closed";
  EXPECT_FALSE(CloseSurvey(*project_, round, {}, kNow).ok());
  EXPECT_TRUE(RecordSurveyGrades(*project_, round, {{second.id, "name", "no", "d", kNow}}).ok());

  ASSERT_TRUE(OpenSurvey(*project_, Invitation(), kNow).ok());
  EXPECT_TRUE(Read().answers.empty()) << "a round of its own";
}

TEST_F(SurveysTest, TheKeyIsItsOwnersAndGoesWithTheRound) {
  ASSERT_TRUE(OpenSurvey(*project_, Invitation(), kNow).ok());
  const std::string path = SurveyKey::PathOf(*project_);
  EXPECT_EQ(ModeOf(path), 0600U);
  EXPECT_EQ(BytesOf(path).size(), 32U);
  const std::string before = AnswerOf("anna@example.org", {}).person;
  ASSERT_TRUE(CloseSurvey(*project_, Read().round.id, {}, kNow).ok());
  EXPECT_FALSE(fs::exists(path));
  EXPECT_FALSE(SurveyKey::Read(*project_).ok());
  ASSERT_TRUE(OpenSurvey(*project_, Invitation(), kNow).ok());
  EXPECT_NE(AnswerOf("anna@example.org", {}).person, before) << "another key, other names";
}

TEST_F(SurveysTest, AddressesAreNowhere) {
  ASSERT_TRUE(OpenSurvey(*project_, Invitation(), kNow).ok());
  std::string all = AllBytes();
  EXPECT_EQ(all.find("nna@"), std::string::npos);
  EXPECT_EQ(all.find("example.org"), std::string::npos);
  ASSERT_TRUE(CloseSurvey(*project_, Read().round.id, {}, kNow).ok());
  ASSERT_TRUE(OpenSurvey(*project_, Invitation(true), kNow).ok());
  EXPECT_EQ(Read().people[0].person, "anna@example.org") << "asked for";
  EXPECT_TRUE(Read().round.named);
}

TEST_F(SurveysTest, WhatWasTakenBackIsGoneFromTheFile) {
  ASSERT_TRUE(OpenSurvey(*project_, Invitation(), kNow).ok());
  const int64_t round = Read().round.id;
  const SurveyAnswer first = AnswerOf("anna@example.org", {"hits", "regrettable words", "none"});
  ASSERT_TRUE(RecordSurveyAnswers(*project_, round, {first}, {first.id}).ok());
  EXPECT_NE(AllBytes().find("regrettable"), std::string::npos);
  const SurveyAnswer second = AnswerOf("anna@example.org", {"hits", "fine", "none"});
  ASSERT_TRUE(RecordSurveyAnswers(*project_, round, {second}, {second.id}).ok());
  EXPECT_EQ(AllBytes().find("regrettable"), std::string::npos);
}

TEST_F(SurveysTest, AKeyThatIsGoneStopsAnswersButNotTheEnd) {
  ASSERT_TRUE(OpenSurvey(*project_, Invitation(), kNow).ok());
  std::ofstream(SurveyKey::PathOf(*project_)) << "short";
  EXPECT_FALSE(SurveyKey::Read(*project_).ok());
  fs::remove(SurveyKey::PathOf(*project_));
  const auto key = SurveyKey::Read(*project_);
  ASSERT_FALSE(key.ok());
  EXPECT_NE(key.error().hint.find("survey close"), std::string::npos);
  EXPECT_TRUE(CloseSurvey(*project_, Read().round.id, {}, kNow).ok());
}

TEST_F(SurveysTest, AllOrNothing) {
  NewSurvey twice = Invitation();
  twice.people.push_back({"ANNA@example.org", "support"});
  EXPECT_FALSE(OpenSurvey(*project_, twice, kNow).ok());
  EXPECT_FALSE(ReadSurvey(*project_)->has_value());
}

}  // namespace
}  // namespace northstar::store
