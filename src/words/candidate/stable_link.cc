#include "words/candidate/stable_link.h"

#include "words/phrases.h"

namespace northstar {
namespace {

using Code = StableLinkStatement::Code;

Sentence Text(const StableLinkStatement& s) {
  const Sentence outcome = s.outcome.AsWords();
  switch (s.code) {
    case Code::kNoOutcome:
      return "No outcome is set, so there is no link.";
    case Code::kNoLead:
      return Say("There is no lead over {} that could weaken.", outcome);
    case Code::kFoundBySegment:
      return "The lead was found by comparing segments by month; there are too few months to tell "
             "whether it holds.";
    case Code::kTooShort:
      return Say("{} of history are too few to tell whether the lead holds.",
                 Value(Periods(s.grain, s.periods)));
    case Code::kWeakened:
      return Say("The link between {} and {} is weaker than at the start of the history.",
                 s.metric.AsWords(), outcome);
    case Code::kStable:
      return Say("The lead over {} is as strong in the last year as it was before.", outcome);
  }
  return "";
}

}  // namespace

std::span<const Rule> StableLinkRules() {
  static constexpr Rule kRules[] = {
      {"no_outcome", "no outcome is set"},
      {"no_lead", "there is no lead that could weaken"},
      {"found_by_segment", "the lead was found between segments, in too few months"},
      {"too_short", "the history is too short"},
      {"link_weakened", "the link is weaker than it was"},
      {"stable", "the lead is as strong as before"},
  };
  return kRules;
}

Said Words(const StableLinkStatement& s) {
  return {Text(s), "", RuleName(StableLinkRules(), s.code)};
}

}  // namespace northstar
