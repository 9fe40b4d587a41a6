#include "words/candidate/people.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = PeopleTestStatement::Code;

TEST(PeopleTestWords, EveryCodeHasItsSentence) {
  const std::vector<RatedQuestion> rated = {{"value", 4.5}, {"simple", 3}};
  ExpectSaid<PeopleTestStatement>(
      {{{Code::kNobodyRated}, "nobody_rated", "Nobody has rated a candidate yet."},
       {{Code::kNotRated, "teams"},
        "not_rated",
        "Nobody has rated it yet: northstar score teams --by NAME --value 4 …"},
       {{Code::kRated, "teams", rated}, "rated", "Value {4.5}, simple {3} (medians of 1 to 5)."},
       {{Code::kDisagree, "teams", rated, "value", 3},
        "people_disagree",
        "Value {4.5}, simple {3} (medians of 1 to 5). // They differ most on value ({3 points} "
        "apart): talk about that first."}},
      PeopleTestRules());
}

}  // namespace
}  // namespace northstar::testing
