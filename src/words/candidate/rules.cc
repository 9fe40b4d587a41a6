#include "words/candidate/rules.h"

#include "words/candidate/actionable.h"
#include "words/candidate/hard_to_game.h"
#include "words/candidate/measurable.h"
#include "words/candidate/moves_fast_enough.h"
#include "words/candidate/not_decoupled.h"
#include "words/candidate/not_tested.h"
#include "words/candidate/not_vanity.h"
#include "words/candidate/people.h"
#include "words/candidate/predicts.h"
#include "words/candidate/simple.h"
#include "words/candidate/stable_link.h"
#include "words/candidate/value_not_reach.h"
#include "words/lead.h"

namespace northstar {

std::vector<TestRules> RulesOfTests() {
  return {{"any test", NotTestedRules()},
          {"leads_outcome", LeadRules()},
          {"stable_link", StableLinkRules()},
          {"predicts_retention, predicts_revenue", PredictsRules()},
          {"value_not_reach", ValueNotReachRules()},
          {"actionable", ActionableRules()},
          {"moves_fast_enough", MovesFastEnoughRules()},
          {"simple", SimpleRules()},
          {"measurable", MeasurableRules()},
          {"hard_to_game", HardToGameRules()},
          {"not_vanity", NotVanityRules()},
          {"not_decoupled", NotDecoupledRules()},
          {"people", PeopleTestRules()}};
}

}  // namespace northstar
