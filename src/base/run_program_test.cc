#include "base/run_program.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace northstar {
namespace {

TEST(RunProgram, WhatItPrintsComesBack) {
  EXPECT_EQ(*RunProgram({{"printf", "%s|%s", "a b", "$HOME;`x`"}}), "a b|$HOME;`x`");
  EXPECT_EQ(*RunProgram({{"cat"}}), "");
}

TEST(RunProgram, MuchCanGoThroughIt) {
  std::string much;
  for (int i = 0; i < 200'000; ++i) much += std::to_string(i) + "\n";
  ProgramRun run{{"cat"}};
  run.input = much;
  EXPECT_EQ(*RunProgram(run), much);
  run.most_bytes = 1000;
  EXPECT_FALSE(RunProgram(run).ok());
  // One that does not read to the end ends nothing here.
  run.command = {"true"};
  EXPECT_TRUE(RunProgram(run).ok());
}

TEST(RunProgram, WhatFailsIsAnError) {
  EXPECT_NE(RunProgram({{"no-such-program-anywhere"}}).error().message.find("cannot run"),
            std::string::npos);
  EXPECT_NE(RunProgram({{"false"}}).error().message.find("failed"), std::string::npos);
}

TEST(RunProgram, WhatTakesTooLongIsEnded) {
  ProgramRun run{{"sleep", "60"}};
  run.limit = std::chrono::milliseconds(50);
  EXPECT_NE(RunProgram(run).error().message.find("too long"), std::string::npos);
}

TEST(RunProgram, VariablesCanBeKeptBack) {
  setenv("NSTEST_ONE", "1", 1);
  ProgramRun run{{"env"}};
  EXPECT_NE(RunProgram(run)->find("NSTEST_ONE=1\n"), std::string::npos);
  run.without = "NSTEST_";
  run.environment = {"NSTEST_TWO=2"};
  EXPECT_EQ(RunProgram(run)->find("NSTEST_ONE"), std::string::npos);
  EXPECT_NE(RunProgram(run)->find("NSTEST_TWO=2\n"), std::string::npos);
  unsetenv("NSTEST_ONE");
}

}  // namespace
}  // namespace northstar
