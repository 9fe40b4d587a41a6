#include "words/candidate/actionable.h"

#include <string>

#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = ActionableStatement::Code;

Sentence First(const ActionableStatement& s) {
  const Sentence inputs = Value(Plural(s.measured, "input"));
  switch (s.code) {
    case Code::kNoInputs:
      return Say(
          "Nothing in the project says what teams do to move {}: name its inputs and their owners "
          "under 'north_star: inputs:', or give other metrics an 'owner:'.",
          s.metric.AsWords());
    case Code::kOwnedInputs:
      return Say("It moves with {} that a team owns: {}.",
                 s.inputs.size() == 1 ? "an input" : "inputs", CommaList(s.inputs));
    case Code::kOwnedParts:
      return Say("By its formula, it moves with metrics that teams own: {}.", CommaList(s.parts));
    case Code::kNotOwned:
      return Say("It moves with {}, but no team owns this.", CommaList(s.unowned));
    case Code::kTooFewPeriods:
      return Say("{} are too few to tell which of {} drive it.",
                 Value(std::to_string(s.periods) + " periods"), inputs);
    case Code::kNotDetected:
      return Say("None of its {} was found to drive it.", inputs);
  }
  return "";
}

Sentence SameWords(const ActionableStatement& s) {
  if (s.same.empty()) return "";
  return Say("Not counted as {}: {}, the same figure with another filter, grain or window.",
             s.same.size() == 1 ? "an input" : "inputs", CommaList(s.same));
}

Sentence DetectableWords(const ActionableStatement& s) {
  if (!s.detectable) return "";
  return Say(
      "A four-week experiment with all of today's traffic would detect a change of {} or more{}.",
      Value(Percent(*s.detectable)), s.detectable_is_small ? "" : ", but nothing smaller");
}

Sentence BetWords(const ActionableStatement& s) {
  if (s.bets_shipped == 0) return "";
  return Say("{} of {} shipped bets moved what they were meant to move.",
             Value(std::to_string(s.bets_moved)), Value(std::to_string(s.bets_shipped)));
}

}  // namespace

std::span<const Rule> ActionableRules() {
  static constexpr Rule kRules[] = {
      {"no_inputs", "the project names nothing that teams do to move it"},
      {"owned_inputs", "it moves with inputs that a team owns"},
      {"owned_parts", "it is made of metrics that a team owns"},
      {"not_owned", "what moves it has no owner"},
      {"too_few_periods", "the history is too short to tell what drives it"},
      {"no_driver_found", "no input was found to drive it"},
  };
  return kRules;
}

Said Words(const ActionableStatement& s) {
  Said said{First(s), "", RuleName(ActionableRules(), s.code)};
  if (s.code == Code::kOwnedInputs && !s.parts.empty())
    said.Add(Say("By its formula, it also moves with {}.", CommaList(s.parts)));
  const bool owned = s.code == Code::kOwnedInputs || s.code == Code::kOwnedParts;
  if (owned && s.inseparable)
    said.Add("Some inputs move together, so their shares cannot be separated.");
  said.Add(SameWords(s));
  said.Add(DetectableWords(s));
  said.Add(BetWords(s));
  return said;
}

}  // namespace northstar
