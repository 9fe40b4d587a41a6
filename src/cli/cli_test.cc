#include "cli/cli.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace northstar::cli {
namespace {

struct Ended {
  int code = 0;
  std::string err;
};

template <typename Thrown>
Ended RunAndThrow(Thrown thrown) {
  Ended ended;
  Context context;
  context.out = [&](const std::string&) { throw thrown; };
  context.err = [&](const std::string& text) { ended.err += text; };
  ended.code = Main({"version"}, context);
  return ended;
}

TEST(CliTest, WhatIsThrownEndsInASentence) {
  const Ended bug = RunAndThrow(std::runtime_error("no such thing"));
  EXPECT_EQ(bug.code, kFailed);
  EXPECT_NE(bug.err.find("a bug in northstar ended this command: no such thing"),
            std::string::npos);
  EXPECT_NE(bug.err.find("report it"), std::string::npos);
  EXPECT_EQ(RunAndThrow(7).code, kFailed);
  const Ended memory = RunAndThrow(std::bad_alloc());
  EXPECT_EQ(memory.code, kFailed);
  EXPECT_NE(memory.err.find("not enough memory"), std::string::npos);
}

// What command.h promises of the table of all commands.
TEST(CliTest, CommandsHaveNamesOfTheirOwnUnderOnesThatExist) {
  std::set<std::string_view> names;
  for (const CommandSpec& command : Commands()) {
    EXPECT_TRUE(names.empty() || *names.rbegin() < command.name) << command.name;
    EXPECT_FALSE(command.summary.empty()) << command.name;
    const size_t space = command.name.rfind(' ');
    EXPECT_TRUE(space == std::string_view::npos || names.contains(command.name.substr(0, space)))
        << command.name;
    names.insert(command.name);
  }
}

}  // namespace
}  // namespace northstar::cli
