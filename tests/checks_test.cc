// tests/checks holds, for every code of the check table, a project in which it is found and one in
// which it is not, and a file of events for the codes that look at data (NS4xx). NS208 compares
// with an earlier state, so it has its own test.
#include <gtest/gtest.h>

#include "model/checks/check.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

ProgramRun Validate(const std::string& file) {
  const TempDir dir;
  const std::string checks = std::string(NORTHSTAR_SOURCE_DIR) + "/tests/checks/";
  dir.Write("northstar.yml", ReadFile(checks + file));
  if (file.starts_with("NS4")) {
    dir.Write("e.csv", ReadFile(checks + "e.csv"));
    EXPECT_EQ(RunProgram({"-p", dir.path(), "load"}).exit_code, 0) << file;
  }
  return RunProgram({"-p", dir.path(), "validate"});
}

TEST(Checks, EachIsFoundWhereItShouldBeAndNowhereElse) {
  for (const checks::Check& check : checks::AllChecks()) {
    const std::string code(check.code);
    if (code == "NS208") continue;
    const ProgramRun bad = Validate(code + ".bad.yml");
    EXPECT_NE(bad.out.find(code + ":"), std::string::npos) << code << "\n" << bad.out;
    EXPECT_EQ(bad.exit_code, check.severity == Severity::kError ? 1 : 0) << code << "\n" << bad.out;
    const ProgramRun good = Validate(code + ".good.yml");
    EXPECT_EQ(good.out.find(code + ":"), std::string::npos) << code << "\n" << good.err;
    EXPECT_EQ(good.exit_code, 0) << code << "\n" << good.err;
  }
}

TEST(Checks, AChangedDefinitionNeedsANewVersion) {
  const TempDir dir;
  std::string project =
      ReadFile(std::string(NORTHSTAR_SOURCE_DIR) + "/tests/checks/NS204.good.yml");
  dir.Write("northstar.yml", project);
  EXPECT_EQ(RunProgram({"-p", dir.path(), "validate"}).out.find("NS208"), std::string::npos);
  const size_t at = project.find("event: rated");
  ASSERT_NE(at, std::string::npos);
  dir.Write("northstar.yml", project.replace(at, 12, "event: liked"));
  EXPECT_NE(RunProgram({"-p", dir.path(), "validate"}).out.find("NS208"), std::string::npos);
}

TEST(Checks, AreSilencedWithAReasonOnly) {
  const TempDir dir;
  const std::string head =
      "version: 1\nsources:\n  - {name: a, files: f, time: t, event: e}\nmetrics:\n";
  dir.Write("northstar.yml", head +
                                 "  # northstar: ignore=NS204 kept for the board\n  - {name: m, "
                                 "type: count, event: e, description: All}\n");
  EXPECT_EQ(RunProgram({"-p", dir.path(), "validate"}).out.find("NS204"), std::string::npos);
  dir.Write(
      "northstar.yml",
      head +
          "  # northstar: ignore=NS204\n  - {name: m, type: count, event: e, description: All}\n");
  const std::string out = RunProgram({"-p", dir.path(), "validate"}).out;
  EXPECT_NE(out.find("NS204"), std::string::npos);
  EXPECT_NE(out.find("NS100"), std::string::npos);
}

}  // namespace
}  // namespace northstar::testing
