// The demo's truth is found: on 20 other histories, a tenth of the size, the team metric comes
// first in at least 18, and neither the running total nor revenue itself is ever let through.
#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

TEST(Demo, FindsThePlantedTruthOnTwentyHistories) {
  int first = 0;
  for (int seed = 101; seed <= 120; ++seed) {
    const TempDir dir;
    const ProgramRun run = RunProgram({"demo", dir.path() + "/p", "--seed", std::to_string(seed),
                                       "--size", "0.1", "--format", "csv"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    for (const std::string& line : Split(run.out, '\n')) {
      const std::vector<std::string> fields = Split(line, ',');
      if (fields.size() < 6 || fields[5] != "leads_outcome") continue;
      first += fields[0] == "weekly_active_teams" && fields[1] == "1";
      if (fields[0] == "signups_total" || fields[0] == "revenue") {
        EXPECT_EQ(fields[2], "rejected") << "seed " << seed;
      }
      if (fields[0] == "daily_active_users") {
        EXPECT_NE(fields[7], "pass") << "seed " << seed;
      }
    }
  }
  EXPECT_GE(first, 18);
}

}  // namespace
}  // namespace northstar::testing
