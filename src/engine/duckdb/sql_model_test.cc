#include "engine/duckdb/sql_model.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/duckdb/database.h"

namespace northstar::duck {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

// A project in a folder of its own. What real models may do is tested with the whole program, in
// tests/cli/test_sql_model.py; here stand scripts in the place of the program.
class SqlModel : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string name =
        fmt::format("sql_model_{}_{}", ::testing::UnitTest::GetInstance()->random_seed(),
                    ::testing::UnitTest::GetInstance()->current_test_info()->name());
    root_ = fs::canonical(::testing::TempDir()) / name;
    fs::remove_all(root_);
    for (const char* folder : {"data/deep", "models", "target", ".git"})
      fs::create_directories(root_ / folder);
    for (const char* file : {"northstar.yml", "data/a.csv", "data/deep/b.csv", "models/m.sql",
                             "target/t", ".git/config"})
      std::ofstream(root_ / file) << "x\n";
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string At(const std::string& path) const { return (root_ / path).string(); }

  // `script` knows its work folder as $w.
  SqlModelCall Call(const std::string& script) const {
    const std::string path = At("program.sh");
    std::ofstream(path)
        << "#!/bin/sh\nfor a in \"$@\"; do case $a in --work=*) w=${a#--work=};; esac; done\n"
        << script << "\n";
    chmod(path.c_str(), 0700);
    SqlModelCall call;
    call.root = root_.string();
    call.file = "models/m.sql";
    call.output = At("target/orders.parquet");
    call.program = path;
    return call;
  }
  void NothingIsLeft() const { EXPECT_FALSE(fs::exists(At("target/orders.parquet.work"))); }

  fs::path root_;
};

std::string TextOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST_F(SqlModel, ReadsTheRootWithoutDotsAndTarget) {
  const auto found = FindReadableEntries(root_.string());
  ASSERT_TRUE(found.ok()) << found.error().message;
  auto folders = found->folders;
  std::sort(folders.begin(), folders.end());
  EXPECT_EQ(folders, (std::vector{At("data/"), At("models/")}));
  EXPECT_EQ(found->files, std::vector{At("northstar.yml")});
  EXPECT_TRUE(found->outside.empty());
}

TEST_F(SqlModel, LinksThatStayInsideChangeNothing) {
  fs::create_symlink("a.csv", root_ / "data/same.csv");
  fs::create_symlink("../models", root_ / "data/models");
  fs::create_symlink("nowhere", root_ / "data/.#lock");
  const auto found = FindReadableEntries(root_.string());
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->folders.size(), 2U);
  EXPECT_TRUE(found->outside.empty());
}

TEST_F(SqlModel, LinksThatLeadOutsideAreLeftOut) {
  fs::create_symlink("/etc", root_ / "etc");
  fs::create_symlink("../..", root_ / "data/above");
  fs::create_symlink("../../.git", root_ / "data/deep/git");
  fs::create_symlink("target", root_ / "built");
  fs::create_symlink(".", root_ / "models/../self");
  const auto found = FindReadableEntries(root_.string());
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->outside,
            (std::vector<std::string>{"built", "data/above", "data/deep/git", "etc", "self"}));
  EXPECT_EQ(found->folders, std::vector{At("models/")});
  auto files = found->files;
  std::sort(files.begin(), files.end());
  EXPECT_EQ(files, (std::vector{At("data/a.csv"), At("data/deep/b.csv"), At("northstar.yml")}));
}

TEST_F(SqlModel, RowsTakeThePlaceOfThoseBefore) {
  std::ofstream(At("target/orders.parquet")) << "old";
  const auto rows = RunSqlModelInChild(Call("printf new > $w/rows.parquet; echo '{\"rows\":3}'"));
  ASSERT_TRUE(rows.ok()) << rows.error().message;
  EXPECT_EQ(rows->rows, 3);
  EXPECT_EQ(TextOf(At("target/orders.parquet")), "new");
  NothingIsLeft();
}

TEST_F(SqlModel, ErrorsLeaveTheRowsBefore) {
  std::ofstream(At("target/orders.parquet")) << "old";
  const auto rows = RunSqlModelInChild(
      Call("echo '{\"error\":\"models/m.sql:3:14: no\",\"hint\":\"do this\"}'; exit 3"));
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().message, "models/m.sql:3:14: no");
  EXPECT_EQ(rows.error().hint, "do this");
  EXPECT_EQ(TextOf(At("target/orders.parquet")), "old");
  NothingIsLeft();
}

TEST_F(SqlModel, WhatEndsWithoutAnAnswerIsSaid) {
  for (const auto& [script, words] :
       {std::pair{"exit 7", "exit code 7"}, std::pair{"kill -KILL $$", "to free memory"},
        std::pair{"kill -SEGV $$", "signal 11"}, std::pair{"kill -ALRM $$", "took longer than"},
        std::pair{"echo hello", "exit code 0"},
        std::pair{"head -c 2000000 /dev/zero", "printed too much"},
        std::pair{"echo '{\"rows\":3}'", "cannot write"}}) {
    const auto rows = RunSqlModelInChild(Call(script));
    ASSERT_FALSE(rows.ok()) << script;
    EXPECT_NE(rows.error().message.find(words), std::string::npos) << rows.error().message;
    NothingIsLeft();
  }
  SqlModelCall call = Call("true");
  call.program = At("nothing");
  EXPECT_NE(RunSqlModelInChild(call).error().message.find("cannot run"), std::string::npos);
}

TEST_F(SqlModel, EndsInTime) {
  SqlModelCall call = Call("echo $$ > $w/../pid; exec sleep 60");
  call.limit = milliseconds(300);
  EXPECT_NE(RunSqlModelInChild(call).error().message.find("took longer than 300 ms"),
            std::string::npos);
  EXPECT_NE(kill(std::stoi(TextOf(At("target/pid"))), 0), 0);
  NothingIsLeft();
}

TEST_F(SqlModel, IsCanceledAtOnce) {
  SqlModelCall call = Call("exec sleep 60");
  const auto begin = std::chrono::steady_clock::now();
  call.cancelled = [&] { return std::chrono::steady_clock::now() - begin > milliseconds(100); };
  const auto rows = RunSqlModelInChild(call);
  ASSERT_FALSE(rows.ok());
  EXPECT_TRUE(IsInterruption(rows.error()));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(300));
  NothingIsLeft();
}

TEST_F(SqlModel, HandsOnNoFilesAndNoSignals) {
  const int open = dup2(STDERR_FILENO, 7);  // without FD_CLOEXEC
  const auto rows = RunSqlModelInChild(
      Call("for n in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$n ] && echo $n; done > $w/rows.parquet\n"
           "echo '{\"rows\":0}'; exec grep SigBlk /proc/self/status >> $w/rows.parquet"));
  close(open);
  ASSERT_TRUE(rows.ok()) << rows.error().message;
  EXPECT_EQ(TextOf(At("target/orders.parquet")), "SigBlk:\t0000000000000000\n");
}

TEST_F(SqlModel, AnswersAreOneLineOfAscii) {
  EXPECT_EQ(SqlModelAnswer(SqlModelRows{5}), "{\"rows\":5}\n");
  const Error error = Error::Data("m.sql:1:2: \"é\"\n\x1b\xff", "h");
  EXPECT_EQ(SqlModelAnswer(error),
            "{\"error\":\"m.sql:1:2: \\\"\\u00e9\\\"\\n\\u001b\\ufffd\",\"hint\":\"h\"}\n");
}

}  // namespace
}  // namespace northstar::duck
