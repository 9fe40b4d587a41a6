#include "model/git_history.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/run_program.h"

namespace northstar {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSources =
    "version: 1\nsources:\n  - {name: app, files: e.csv, time: t, event_column: e, entities: "
    "{user: "
    "u}}\n";

std::vector<std::string> NamesOf(const std::vector<std::pair<std::string, DefinitionState>>& all) {
  std::vector<std::string> names;
  for (const auto& [name, state] : all) names.push_back(name);
  return names;
}

std::vector<std::string> Lenient(const std::vector<SourceText>& files) {
  return NamesOf(ReadLeniently(::testing::TempDir(), files,
                               [](const std::string&) { return std::optional<std::string>(); }));
}

TEST(GitHistory, WhatCanBeReadOfAnOldVersionCounts) {
  const std::string whole =
      std::string(kSources) + "metrics:\n  - {name: a, type: count, event: x}\n";
  EXPECT_EQ(Lenient({{"northstar.yml", whole}}), (std::vector<std::string>{"a"}));
  // Keys that went away, a metric that is wrong, one that is made of it, and one in another file.
  EXPECT_EQ(
      Lenient({{"northstar.yml", whole + "  - {name: b, type: magic}\n"
                                         "  - {name: c, type: ratio, numerator: b, denominator: "
                                         "a}\nold_key: 1\n"},
               {"more.yml", "metrics: [{name: d, type: count, event: y}]\n"}}),
      (std::vector<std::string>{"a", "d"}));
  // A variable that is not set here counts as empty.
  EXPECT_EQ(Lenient({{"northstar.yml", whole + "notify: [{type: webhook, url: \"${NOBODY}\"}]\n"}}),
            (std::vector<std::string>{"a"}));
  EXPECT_TRUE(Lenient({{"northstar.yml", "metrics: ["}}).empty());
  EXPECT_TRUE(Lenient({}).empty());
}

class Repository : public ::testing::Test {
 protected:
  Repository()
      : root_(fs::path(::testing::TempDir()) / ("git history " + std::to_string(::getpid()))) {
    fs::remove_all(root_);
    fs::create_directories(root_ / "product" / "more");
    fs::create_directories(root_ / "product" / "target");
  }
  ~Repository() override { fs::remove_all(root_); }

  bool Git(std::vector<std::string> arguments, const std::string& time = "2026-01-05T00:00:00Z") {
    ProgramRun run;
    run.command = {"git", "-C", root_.string(), "-c", "user.name=t", "-c", "user.email=t@e.org"};
    run.command.insert(run.command.end(), arguments.begin(), arguments.end());
    run.without = "GIT_";
    run.environment = {"GIT_COMMITTER_DATE=" + time, "GIT_AUTHOR_DATE=" + time};
    return RunProgram(run).ok();
  }
  void Write(const std::string& path, const std::string& text) const {
    std::ofstream(root_ / "product" / path) << text;
  }

  fs::path root_;
};

TEST_F(Repository, EachChangeIsSeenOnceWithTheTimeOfItsCommit) {
  ASSERT_TRUE(Git({"init", "-q"})) << "git is one of tools/packages.txt";
  const std::string product = (root_ / "product").string();
  EXPECT_TRUE(ReadGitHistory(product, ProcessEnvironment()).definitions.empty());
  const std::string metric = "  - {name: hits, type: count, event: ";
  Write("northstar.yml", kSources + std::string("metrics:\n") + metric + "a}\n");
  Write("more/ü x.yml", "metrics: [{name: other, type: count, event: y}]\n");
  Write("target/not.yml", "metrics: [{name: never, type: count, event: y}]\n");
  Git({"add", "-A"});
  ASSERT_TRUE(Git({"commit", "-qm", "one"}));
  Write("data.csv", "x\n");
  Git({"add", "-A"});
  ASSERT_TRUE(Git({"commit", "-qm", "data alone"}));
  Write("northstar.yml", kSources + std::string("metrics:\n") + metric + "b}\n");
  ASSERT_TRUE(Git({"commit", "-qam", "two"}, "2026-02-05T00:00:00Z"));
  const GitHistory found = ReadGitHistory(product, ProcessEnvironment());
  ASSERT_EQ(found.definitions.size(), 3U);
  EXPECT_EQ(found.commits, 2U);
  EXPECT_EQ(found.unreadable, 0U);
  EXPECT_FALSE(found.cut);
  const CommittedDefinition& last = found.definitions.back();
  EXPECT_EQ(last.metric, "hits");
  EXPECT_EQ(last.at_us, 1'770'249'600'000'000);  // 2026-02-05T00:00:00Z
  EXPECT_EQ(last.commit.size(), 40U);
  EXPECT_NE(last.state.definition, found.definitions.front().state.definition);
  EXPECT_EQ(last.state.written, "{name: hits, type: count, event: b}");
}

TEST_F(Repository, OutsideOfOneThereIsNothing) {
  // Of the folder above, whatever that is, this one is no part.
  const GitHistory found = ReadGitHistory((root_ / "nowhere").string(), ProcessEnvironment());
  EXPECT_TRUE(found.definitions.empty());
}

}  // namespace
}  // namespace northstar
