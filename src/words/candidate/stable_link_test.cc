#include "words/candidate/stable_link.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = StableLinkStatement::Code;

TEST(StableLinkWords, EveryCodeHasItsSentence) {
  const SeriesName teams{"Active teams", "teams"};
  const SeriesName revenue{"Revenue", "revenue"};
  ExpectSaid<StableLinkStatement>(
      {{{Code::kNoOutcome}, "no_outcome", "No outcome is set, so there is no link."},
       {{Code::kNoLead, teams, revenue},
        "no_lead",
        "There is no lead over <Revenue> that could weaken."},
       {{Code::kFoundBySegment, teams, revenue},
        "found_by_segment",
        "The lead was found by comparing segments by month; there are too few months to tell "
        "whether it holds."},
       {{Code::kTooShort, teams, revenue, 24, Grain::kMonth},
        "too_short",
        "{24 months} of history are too few to tell whether the lead holds."},
       {{Code::kWeakened, teams, revenue},
        "link_weakened",
        "The link between <Active teams> and <Revenue> is weaker than at the start of the "
        "history."},
       {{Code::kStable, teams, revenue},
        "stable",
        "The lead over <Revenue> is as strong in the last year as it was before."}},
      StableLinkRules());
}

}  // namespace
}  // namespace northstar::testing
