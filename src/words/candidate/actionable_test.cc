#include "words/candidate/actionable.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = ActionableStatement::Code;

ActionableStatement Moved(Code code) {
  ActionableStatement s{code, {"Active teams", "teams"}};
  s.measured = 3;
  s.periods = 12;
  return s;
}

TEST(ActionableWords, EveryCodeHasItsSentence) {
  ActionableStatement inputs = Moved(Code::kOwnedInputs);
  inputs.inputs = {{"Invitations", "invitations"}};
  ActionableStatement parts = Moved(Code::kOwnedParts);
  parts.parts = {{"New teams", "new_teams"}, {"Retained teams", "retained"}};
  ActionableStatement unowned = Moved(Code::kNotOwned);
  unowned.unowned = {{"Invitations", "invitations"}, {"Visits", "visits"}};
  ExpectSaid<ActionableStatement>(
      {{Moved(Code::kNoInputs), "no_inputs",
        "Nothing in the project says what teams do to move <Active teams>: name its inputs and "
        "their owners under 'north_star: inputs:', or give other metrics an 'owner:'."},
       {inputs, "owned_inputs", "It moves with an input that a team owns: <Invitations>."},
       {parts, "owned_parts",
        "By its formula, it moves with metrics that teams own: <New teams>, <Retained teams>."},
       {unowned, "not_owned", "It moves with <Invitations>, <Visits>, but no team owns this."},
       {Moved(Code::kTooFewPeriods), "too_few_periods",
        "{12 periods} are too few to tell which of {3 inputs} drive it."},
       {Moved(Code::kNotDetected), "no_driver_found",
        "None of its {3 inputs} was found to drive it."}},
      ActionableRules());
}

TEST(ActionableWords, WhatElseIsKnownFollows) {
  ActionableStatement s = Moved(Code::kOwnedInputs);
  s.inputs = {{"Invitations", "invitations"}, {"Visits", "visits"}};
  s.parts = {{"New teams", "new_teams"}};
  s.same = {{"Active teams in the EU", "teams_eu"}};
  s.inseparable = true;
  s.detectable = 0.123;
  s.bets_shipped = 4;
  s.bets_moved = 1;
  EXPECT_EQ(Marked(Words(s)),
            "It moves with inputs that a team owns: <Invitations>, <Visits>. // By its formula, it "
            "also moves with <New teams>. Some inputs move together, so their shares cannot be "
            "separated. Not counted as an input: <Active teams in the EU>, the same figure with "
            "another filter, grain or window. A four-week experiment with all of today's traffic "
            "would detect a change of {12%} or more. {1} of {4} shipped bets moved what they were "
            "meant to move.");
  ActionableStatement large = Moved(Code::kNotDetected);
  large.detectable = 0.6;
  large.detectable_is_small = false;
  large.same = {{"A", "a"}, {"B", "b"}};
  EXPECT_EQ(Marked(Words(large).more),
            "Not counted as inputs: <A>, <B>, the same figure with another filter, grain or "
            "window. A four-week experiment with all of today's traffic would detect a change of "
            "{60%} or more, but nothing smaller.");
}

}  // namespace
}  // namespace northstar::testing
