#include "words/candidate/value_not_reach.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = ValueNotReachStatement::Code;

TEST(ValueNotReachWords, EveryCodeHasItsSentence) {
  ExpectSaid<ValueNotReachStatement>(
      {{{Code::kNoPeriod, "team"}, "no_complete_period", "There is no complete period yet."},
       {{Code::kNoActivity, "team"}, "no_activity", "No events of teams count as activity."},
       {{Code::kTooFewCounted, "company", 28},
        "too_few_counted",
        "Too few companies were counted in periods that ended at least {28 days} ago to tell "
        "whether they come back."},
       {{Code::kHollow, "user", 7, 0.87},
        "hollow",
        "{87%} of the users behind it did nothing at all in the next {7 days}: the number consists "
        "largely of visitors who leave."},
       {{Code::kReachOnly, "user", 7, 0.2, 0.91},
        "reach_only",
        "{91%} of its movement is explained by the number of new users: it counts how many come, "
        "not what they get."},
       {{Code::kValueUnknown, "user", 7, 0.75},
        "value_unknown",
        "{25%} of the users behind it did it again in the next {7 days}. It is unknown whether the "
        "others still got value: the data has no other activity of users."},
       {{Code::kComeBack, "user", 7, 0.05},
        "come_back",
        "{95%} of the users behind it were active again in the next {7 days}."},
       {{Code::kComeBack, "", 7, 0.05, 0.00012, true},
        "come_back",
        "{95%} of the entities behind it did it again in the next {7 days}. // New entities "
        "explain {0.012%} of its movement."}},
      ValueNotReachRules());
}

TEST(ValueNotReachWords, WhatTwiceTheValueBringsFollows) {
  ValueNotReachStatement statement{Code::kComeBack, "team", 7, 0.05};
  statement.doubled = {.early = 2.1, .doubled = 4.3, .retained_ratio = 1.02, .paid_ratio = 1.8};
  EXPECT_EQ(Marked(Words(statement).more),
            "If it doubled, would customers get twice the value? New teams with about twice the "
            "early value ({4.3} rather than {2.1}) were retained about as often and paid {1.8 "
            "times} as much.");
  statement.doubled->retained_ratio.reset();
  EXPECT_EQ(Marked(Words(statement).more),
            "If it doubled, would customers get twice the value? New teams with about twice the "
            "early value ({4.3} rather than {2.1}) paid {1.8 times} as much.");
}

}  // namespace
}  // namespace northstar::testing
