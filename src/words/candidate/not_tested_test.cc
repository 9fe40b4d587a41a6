#include "words/candidate/not_tested.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = NotTestedStatement::Code;
using Therefore = NotTestedStatement::Therefore;

TEST(NotTestedWords, EveryReasonSaysWhatIsMissing) {
  const SeriesName teams{"Active teams", "teams"};
  ExpectSaid<NotTestedStatement>(
      {{{Code::kNeverSeen, "'used' never occurred."}, "never_seen", "'used' never occurred."},
       {{Code::kUnitUnclear, "Set its entity:."}, "unit_unclear", "Set its entity:."},
       {{Code::kCountsOnce, "", teams, Therefore::kNoCohorts},
        "counts_once",
        "<Active teams> counts each of them only once, so no cohort can be followed."},
       {{Code::kNoUnits, "", teams, Therefore::kReturnUnknown},
        "no_units",
        "<Active teams> is not made of events of individual entities, so it is unknown who comes "
        "back."},
       {{Code::kNoUnits, "", teams, Therefore::kNoAttacks},
        "no_units",
        "<Active teams> is not made of events of individual entities, so it cannot be tested for "
        "gaming."},
       {{Code::kOccursOnce, "", {}, Therefore::kReturnUnknown, "invoice"},
        "occurs_once",
        "Each invoice occurs only once, so none can come back: use an entity that can."},
       {{Code::kNoOutcome},
        "no_outcome",
        "No outcome is set, so no lead can be tested; set 'outcome:' in northstar.yml."}},
      NotTestedRules());
}

TEST(NotTestedWords, MetricsLeadToTheirPages) {
  const Said said = Words(NotTestedStatement{Code::kCountsOnce, "", {"Active teams", "teams"}});
  EXPECT_EQ(said.first.spans().front().link, "/metric/teams");
}

}  // namespace
}  // namespace northstar::testing
