#include "words/candidate/not_decoupled.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = NotDecoupledStatement::Code;

TEST(NotDecoupledWords, EveryCodeHasItsSentence) {
  NotDecoupledStatement nothing{Code::kNothingToCompare, {"Active teams", "teams"}};
  nothing.least_periods = 26;
  NotDecoupledStatement fell{Code::kDecoupled};
  fell.guards = {"Rating"};
  fell.from = DayOf({2026, 1, 5});
  fell.until = DayOf({2026, 3, 2});
  fell.rise = 0.31;
  fell.guard_change = -0.12;
  NotDecoupledStatement rose = fell;
  rose.guards = {"Complaints"};
  rose.guard_change = 0.5;
  NotDecoupledStatement pushed{Code::kIncentivised};
  pushed.incentivised = 1.4;
  NotDecoupledStatement never{Code::kNeverDecoupled};
  never.guards = {"Rating", "Complaints"};
  NotDecoupledStatement partly = never;
  partly.incentivised = 0.08;
  const std::string steady =
      "No period was found in which it rose for long while Rating or Complaints got worse.";
  ExpectSaid<NotDecoupledStatement>(
      {{nothing, "nothing_to_compare",
        "There is nothing to compare <Active teams> with yet: neither {26 periods} of retention, "
        "nor a guardrail, nor ratings."},
       {fell, "decoupled",
        "|From 2026-01-05 to 2026-03-02|, it rose by {31%} while Rating fell by {12%}: it can go "
        "up while customers get less."},
       {rose, "decoupled",
        "|From 2026-01-05 to 2026-03-02|, it rose by {31%} while Complaints rose by {50%}: it can "
        "go up while customers get less."},
       {pushed, "incentivised", "{100%} of its most recent rise was paid for or pushed."},
       {never, "never_decoupled", steady},
       {partly, "never_decoupled",
        steady + " // {8%} of its most recent rise was paid for or pushed."}},
      NotDecoupledRules());
}

}  // namespace
}  // namespace northstar::testing
