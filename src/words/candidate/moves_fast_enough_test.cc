#include "words/candidate/moves_fast_enough.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = MovesFastEnoughStatement::Code;

TEST(MovesFastEnoughWords, EveryCodeHasItsSentence) {
  const SeriesName teams{"Active teams", "teams"};
  ExpectSaid<MovesFastEnoughStatement>(
      {{{Code::kNoVariation, teams, Grain::kWeek, 7},
        "no_variation",
        "There is a new value every week, and it has always been the same."},
       {{Code::kTooSlow, teams, Grain::kMonth, 116.4, 3.27, true},
        "too_slow",
        "A change takes about {116 days} to show in <Active teams>: too slow for weekly decisions, "
        "and its movement is {3.3 times} its sampling noise."},
       {{Code::kNoisy, teams, Grain::kWeek, 7, 0.4, false},
        "noisy",
        "There is a new value every week, but much of its movement is noise (signal-to-noise ratio "
        "{0.4})."},
       {{Code::kFastEnough, teams, Grain::kDay, 1},
        "fast_enough",
        "There is a new value every day."},
       {{Code::kFastEnough, teams, Grain::kWeek, 7, 4, true},
        "fast_enough",
        "There is a new value every week, and its movement is {4 times} its sampling noise."}},
      MovesFastEnoughRules());
}

}  // namespace
}  // namespace northstar::testing
