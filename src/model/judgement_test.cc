// The file of defaults is whole, and a project overrides single values of it.
#include "model/judgement.h"

#include <gtest/gtest.h>

#include "model/load_project.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar {
namespace {

using northstar::testing::TempDir;
using testing::RunProgram;

constexpr const char* kProject = "version: 1\nmetrics: []\n";

TEST(Judgement, HasItsVersionAndValues) {
  const Judgement& judgement = DefaultJudgement();
  EXPECT_GE(judgement.version, 2);
  EXPECT_EQ(judgement.leads_outcome.leads, 100);
  EXPECT_EQ(judgement.cohorts.activity_only, 50);
  EXPECT_EQ(judgement.simple.composite_cap, 30);
  EXPECT_EQ(judgement.moves_fast_enough.too_slow_cap, 40);
  EXPECT_EQ(judgement.choice.clear_winner, 0.6);
  EXPECT_TRUE(judgement.overridden.empty());
}

TEST(Judgement, AProjectOverridesSingleValues) {
  const TempDir dir;
  dir.Write("northstar.yml", std::string(kProject) +
                                 "judgement:\n  weights: {value: 2}\n  cohorts: {good_auc: 0.6}\n");
  const auto loaded = LoadProject(dir.path(), [](const auto&) { return std::nullopt; });
  ASSERT_TRUE(loaded.ok());
  const Judgement& judgement = loaded->project->judgement;
  EXPECT_EQ(judgement.weights.value, 2);
  EXPECT_EQ(judgement.weights.leads, 1);
  // What is set to its default is not said to differ from it.
  EXPECT_EQ(judgement.overridden, std::vector<std::string>{"weights.value = 2 (1)"});
}

TEST(Judgement, RetiredSettingsAreNamedWithWhatReplacesThem) {
  const TempDir dir;
  dir.Write("northstar.yml",
            std::string(kProject) + "judgement: {measurable: {broken_empty_days: 0.4}}\n");
  const auto run = RunProgram({"-p", dir.path(), "validate"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  const std::string said = run.out + run.err;
  EXPECT_NE(said.find("NS011"), std::string::npos) << said;
  EXPECT_NE(said.find("broken_gap"), std::string::npos) << said;
}

TEST(Judgement, WordListsAreReadAndReplaced) {
  EXPECT_GE(DefaultJudgement().money.income.size(), 10U);
  const TempDir dir;
  dir.Write("northstar.yml",
            std::string(kProject) + "judgement: {money: {income: [Takings, fees]}}\n");
  const auto loaded = LoadProject(dir.path(), [](const auto&) { return std::nullopt; });
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->project->judgement.money.income, (std::vector<std::string>{"takings", "fees"}));
  EXPECT_EQ(loaded->project->judgement.overridden.size(), 1U);
}

TEST(Judgement, WrongNamesAndValuesAreErrorsAtTheirPlace) {
  struct Case {
    const char* text;
    const char* says;
  };
  for (const Case& one : {Case{"judgement: {cohort: {good_auc: 0.7}}\n", "did you mean 'cohorts'"},
                          Case{"judgement: {cohorts: {god_auc: 0.7}}\n", "did you mean 'good_auc'"},
                          Case{"judgement: {cohorts: {good_auc: 7}}\n", "a share from 0 to 1"},
                          Case{"judgement: {cohorts: {least_units: 1.5}}\n", "a whole number"},
                          Case{"judgement: {people: {pass: 6}}\n", "a rating from 1 to 5"},
                          Case{"judgement: {weights: {value: much}}\n", "a number"}}) {
    const TempDir dir;
    dir.Write("northstar.yml", std::string(kProject) + one.text);
    const auto run = RunProgram({"-p", dir.path(), "validate"});
    EXPECT_EQ(run.exit_code, 2) << one.text;
    EXPECT_NE(run.err.find(one.says), std::string::npos) << one.text << run.err;
    EXPECT_NE(run.err.find("northstar.yml:3:"), std::string::npos) << run.err;
  }
}

}  // namespace
}  // namespace northstar
