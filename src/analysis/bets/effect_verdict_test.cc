// What an interval says of a bet, in the direction of what was expected.
#include "analysis/bets/effect_verdict.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

struct Case {
  const char* name;
  EffectInterval interval;
  std::optional<double> expected;
  bool increase_is_good;
  BetVerdict verdict;
};

TEST(EffectVerdict, ByIntervalAndExpectation) {
  const Case cases[] = {
      {"reaches", {.02, .12}, .10, true, BetVerdict::kWorked},
      {"just reaches", {.02, .10}, .10, true, BetVerdict::kWorked},
      {"beyond what was expected", {.12, .2}, .10, true, BetVerdict::kWorked},
      {"wholly short", {.02, .09}, .10, true, BetVerdict::kPartly},
      {"holds 0", {-.01, .12}, .10, true, BetVerdict::kNotDetected},
      {"touches 0", {0, .12}, .10, true, BetVerdict::kNotDetected},
      {"the other way", {-.12, -.01}, .10, true, BetVerdict::kBackfired},
      {"a fall that was expected", {-.3, -.1}, -.2, true, BetVerdict::kWorked},
      {"a fall, short of it", {-.15, -.1}, -.2, true, BetVerdict::kPartly},
      {"a rise in place of a fall", {.1, .3}, -.2, false, BetVerdict::kBackfired},
      {"nothing expected, good", {.01, .02}, {}, true, BetVerdict::kWorked},
      {"nothing expected, bad", {.01, .02}, {}, false, BetVerdict::kBackfired},
      {"nothing expected, a fall is good", {-.02, -.01}, {}, false, BetVerdict::kWorked},
      {"an expectation of 0 says nothing", {-.02, -.01}, 0, true, BetVerdict::kBackfired},
      {"a difference is never short of a share", {.02, .03, false}, .1, true, BetVerdict::kWorked},
      {"a difference the other way", {-3, -2, false}, .1, true, BetVerdict::kBackfired},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(NameOf(JudgeEffect(one.interval, one.expected, one.increase_is_good)),
              NameOf(one.verdict))
        << one.name;
  }
}

}  // namespace
}  // namespace northstar
