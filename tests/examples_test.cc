// Every example project validates, by the program and by its own JSON Schema.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/program.h"

namespace northstar::testing {
namespace {

namespace fs = std::filesystem;

TEST(Examples, Validate) {
  int examples = 0;
  const TempDir dir;
  dir.Write("schema.json", RunProgram({"schema"}).out);
  for (const auto& entry : fs::directory_iterator(fs::path(NORTHSTAR_SOURCE_DIR) / "examples")) {
    if (!entry.is_directory()) continue;
    ++examples;
    const TempDir copy;
    copy.Write("northstar.yml", ReadFile((entry.path() / "northstar.yml").string()));
    const ProgramRun run = RunProgram({"-p", copy.path(), "validate"});
    EXPECT_EQ(run.exit_code, 0) << entry.path() << "\n" << run.out << run.err;
    const std::string check = fmt::format(
        "python3 -c \"import json,yaml,jsonschema; "
        "jsonschema.validate(yaml.safe_load(open('{}/northstar.yml')), "
        "json.load(open('{}/schema.json')))\"",
        entry.path().string(), dir.path());
    EXPECT_EQ(std::system(check.c_str()), 0) << entry.path();
  }
  EXPECT_GT(examples, 0);
}

}  // namespace
}  // namespace northstar::testing
