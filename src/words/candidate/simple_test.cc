#include "words/candidate/simple.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = SimpleStatement::Code;

TEST(SimpleWords, EveryCodeHasItsSentence) {
  const SeriesName teams{"Active teams", "teams"};
  ExpectSaid<SimpleStatement>(
      {{{Code::kComposite, teams},
        "composite",
        "<Active teams> is a weighted sum of several numbers; nobody can say what an increase of "
        "one means."},
       {{Code::kNoDescription, teams},
        "no_description",
        "<Active teams> has no description, so it is unknown whether one sentence is enough."},
       {{Code::kComplicated, teams, "…", 31, 1},
        "complicated",
        "<Active teams> takes {31 words} to describe and {1 part} to compute: hard to keep in "
        "mind."},
       {{Code::kOneSentence, teams, "Teams that worked.", 3, 2},
        "one_sentence",
        "It can be said in one sentence ({3 words}): “Teams that worked.”."}},
      SimpleRules());
}

}  // namespace
}  // namespace northstar::testing
