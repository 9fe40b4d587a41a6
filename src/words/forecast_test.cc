#include "words/forecast.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

const SeriesName kTeams{"Active teams", "teams"};

TEST(ForecastWords, EveryCodeHasItsSentence) {
  using Code = ForecastStatement::Code;
  ExpectSaid<ForecastStatement>(
      {{{Code::kForecast, kTeams, {}, {Grain::kWeek}, "2026-09-21", 683, 497, 940, 0.95},
        "forecast",
        "<Active teams> is forecast to be {683} |in the week of Sep 21, 2026| (95% interval: {497} "
        "to {940})."},
       {{Code::kNoInterval, kTeams, {}, {Grain::kWeek}, "2026-09-21", 683},
        "no_interval",
        "The history of <Active teams> is too short for an interval; the point forecast is "
        "{683}."}},
      ForecastRules());
}

GoalStatement Goal(GoalStatement::Code code, GoalStatement::Takes takes, double amount) {
  GoalStatement s{code, kTeams, {}, {Grain::kWeek}, 950, GoalStatement::Over::kLast, "2026-09-30"};
  s.chance = 0.31;
  s.takes = takes;
  s.amount = amount;
  return s;
}

TEST(GoalWords, EveryCodeHasItsSentence) {
  using Code = GoalStatement::Code;
  using Takes = GoalStatement::Takes;
  GoalStatement total = Goal(Code::kUnrealistic, Takes::kMean, 120);
  total.over = GoalStatement::Over::kSum;
  total.chance = 0.01;
  GoalStatement average = Goal(Code::kAlreadyCertain, Takes::kStaying, 0);
  average.over = GoalStatement::Over::kAverage;
  average.chance = 0.99;
  const std::string goal = "<Active teams> of {950} by |Sep 30, 2026|";
  ExpectSaid<GoalStatement>(
      {{Goal(Code::kOpen, Takes::kShareOfGrowth, 0.021), "open",
        goal + ": chance {about 3 in 10}; it needs {2.1%} growth per period."},
       {Goal(Code::kOpen, Takes::kGrowth, 12), "open",
        goal + ": chance {about 3 in 10}; it needs {12} more per period."},
       {Goal(Code::kOpen, Takes::kStaying, 0), "open",
        goal + ": chance {about 3 in 10}; it is there now and must stay there."},
       {total, "unrealistic",
        "<Active teams> of {950} in total by |Sep 30, 2026|: chance {less than 1 in 10}; it needs "
        "an "
        "average of {120} per remaining week, more than ever before over as long a time."},
       {average, "already_certain",
        "<Active teams> of {950} on average by |Sep 30, 2026|: chance {more than 9 in 10}; it is "
        "almost certain, and a higher goal would tell you more."},
       {Goal(Code::kTooShort, Takes::kStaying, 0), "too_short",
        goal + ": the history is too short to tell."}},
      GoalRules());
}

}  // namespace
}  // namespace northstar::testing
