#include "words/decision.h"

#include <fmt/format.h>

namespace northstar {
namespace {

using Code = DecisionStatement::Code;
using Because = DecisionStatement::Because;

Sentence Share(double share) {
  return Value(fmt::format("{:.0f}%", share * 100));
}

Sentence BecauseWords(const DecisionStatement& s) {
  const Sentence first = s.first.AsWords();
  switch (s.because) {
    case Because::kNoOutcome:
      return "no outcome is set, so no lead can be tested";
    case Because::kShortHistory:
      return Say("the history is too short to judge which candidate leads {}", s.outcome.AsWords());
    case Because::kNoLead:
      return Say("{}, which has the most points, was not shown to lead {}", first,
                 s.outcome.AsWords());
    case Because::kFewAnswers:
      return Say("only {} of the questions have an answer for {}", Share(s.covered), first);
    case Because::kRarelyFirst:
      return Say("{} has the most points, but ranks first in only {} of the weightings tried",
                 first, Share(s.first_share));
  }
  return "";
}

Sentence First(const DecisionStatement& s) {
  switch (s.code) {
    case Code::kRecommended:
      return Say(
          "{} is the best-evidenced North Star: it leads {} and ranks first in {} of the "
          "weightings tried.",
          s.first.AsWords(), s.outcome.AsWords(), Share(s.first_share));
    case Code::kNoneYet:
      return Say("No candidate can be recommended yet: {}.", BecauseWords(s));
    case Code::kNotMeasured:
      return Say("No candidate can be recommended yet: {}", s.not_measured);
    case Code::kAllRejected:
      return "No candidate is fit to be a North Star: each fails a required condition.";
  }
  return "";
}

}  // namespace

std::span<const Rule> DecisionRules() {
  static constexpr Rule kRules[] = {
      {"recommended", "one candidate is recommended"},
      {"none_yet", "none can be recommended yet"},
      {"not_measured", "the first has no values"},
      {"all_rejected", "each fails a required condition"},
  };
  return kRules;
}

Said Words(const DecisionStatement& s) {
  Said said{First(s), "", RuleName(DecisionRules(), s.code)};
  if (s.code != Code::kNoneYet) return said;
  if (s.deciding_question.empty()) {
    said.Add(Say("On the other questions, {} ranks first ({} of the weightings tried).",
                 s.first.AsWords(), Share(s.first_share)));
  } else {
    said.Add(Say("The deciding question: “{}”", s.deciding_question));
  }
  return said;
}

Sentence Words(const DecisionChange& c) {
  switch (c.code) {
    case DecisionChange::Code::kNoWeighting:
      return Say("No weighting of the questions ranks {} above {} with today's points.",
                 c.second.AsWords(), c.first.AsWords());
    case DecisionChange::Code::kWeight:
      return Say("If “{}” had a weight of {} instead of {}, {} would tie for first.", c.question,
                 Share(c.tying_weight), Share(c.weight), c.second.AsWords());
    case DecisionChange::Code::kWeakenedLead:
      return Say("From {} on, with one more quarter of data: a weakened lead over {}.",
                 Period(FormatDay(c.from)), c.first.AsWords());
    case DecisionChange::Code::kAnswer:
      return Say("An answer to “{}”: {}", c.question, c.missing);
    case DecisionChange::Code::kRatings:
      return "Nobody has rated the candidates: ratings from several people (northstar score) would "
             "add one more question.";
  }
  return "";
}

}  // namespace northstar
