#include "words/candidate/not_vanity.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = NotVanityStatement::Code;

TEST(NotVanityWords, EveryCodeHasItsSentence) {
  const SeriesName teams{"Active teams", "teams"};
  ExpectSaid<NotVanityStatement>(
      {{{Code::kCumulative, teams},
        "cumulative",
        "<Active teams> adds up everything since the start, so it rises even when nobody comes "
        "back."},
       {{Code::kTooFewChanges, teams, Grain::kWeek, 1, 1, 0, 8},
        "too_few_changes",
        "{1 change} of <Active teams> are too few to say whether <Active teams> can fall; {8} are "
        "needed."},
       {{Code::kNoVariation, teams, Grain::kWeek, 30},
        "no_variation",
        "<Active teams> was the same in all {31 weeks}, so it is unknown whether it can fall."},
       {{Code::kMovedRarely, teams, Grain::kWeek, 30, 1},
        "moved_rarely",
        "<Active teams> moved only {once} in {30 weeks}, each time up: too rarely to conclude that "
        "it cannot fall."},
       {{Code::kMovedRarely, teams, Grain::kWeek, 30, 3},
        "moved_rarely",
        "<Active teams> moved only {3 times} in {30 weeks}, each time up: too rarely to conclude "
        "that it cannot fall."},
       {{Code::kNeverFalls, teams, Grain::kWeek, 30, 28},
        "never_falls",
        "<Active teams> never fell in {30 weeks}, {28} of which it rose: a number that only rises "
        "cannot warn of anything."},
       {{Code::kCanFall, teams, Grain::kMonth, 40, 40, 18},
        "can_fall",
        "<Active teams> can fall: it did so in {18} of {40 months}."}},
      NotVanityRules());
}

}  // namespace
}  // namespace northstar::testing
