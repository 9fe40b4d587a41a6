#include "words/candidate/not_tested.h"

namespace northstar {
namespace {

using Code = NotTestedStatement::Code;
using Therefore = NotTestedStatement::Therefore;

const char* ThereforeWords(Therefore therefore) {
  switch (therefore) {
    case Therefore::kReturnUnknown:
      return "it is unknown who comes back";
    case Therefore::kNoAttacks:
      return "it cannot be tested for gaming";
    case Therefore::kNoCohorts:
      return "no cohort can be followed";
  }
  return "";
}

Sentence Text(const NotTestedStatement& s) {
  switch (s.code) {
    case Code::kNeverSeen:
    case Code::kUnitUnclear:
      return s.asked;
    case Code::kCountsOnce:
      return Say("{} counts each of them only once, so {}.", s.metric.AsWords(),
                 ThereforeWords(s.therefore));
    case Code::kNoUnits:
      return Say("{} is not made of events of individual entities, so {}.", s.metric.AsWords(),
                 ThereforeWords(s.therefore));
    case Code::kOccursOnce:
      return Say("Each {} occurs only once, so none can come back: use an entity that can.",
                 s.entity);
    case Code::kNoOutcome:
      return "No outcome is set, so no lead can be tested; set 'outcome:' in northstar.yml.";
  }
  return "";
}

}  // namespace

std::span<const Rule> NotTestedRules() {
  static constexpr Rule kRules[] = {
      {"never_seen", "what the definition names never occurred"},
      {"unit_unclear", "it is unclear whose value it is"},
      {"counts_once", "it counts each entity only once"},
      {"no_units", "it is not made of events of individual entities"},
      {"occurs_once", "its entities cannot come back"},
      {"no_outcome", "no outcome is set"},
  };
  return kRules;
}

Said Words(const NotTestedStatement& s) {
  return {Text(s), "", RuleName(NotTestedRules(), s.code)};
}

}  // namespace northstar
