#include "words/digest.h"

#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

using Code = DigestStatement::Code;

Sentence NameWords(const DigestStatement& s) {
  if (s.where.empty()) return s.series.AsWords();
  return Say("{} where {}", s.series.AsWords(), Segment(s.where));
}

// "Invitations sent: 120 invites in the week of Jun 22, 2026"
Sentence ValueWords(const DigestStatement& s) {
  return Say("{}: {} {}", NameWords(s), Value(WithUnit(s.look, s.value)),
             Period(InPeriod(s.grain, s.period)));
}

Sentence Changed(const DigestStatement& s, const char* remark) {
  const std::string change = ChangeText(s.look, s.previous, s.value);
  if (change.empty()) return Say("{}.", ValueWords(s));
  return Say("{} ({} from the {} before{}).", ValueWords(s), Value(change), GrainName(s.grain),
             remark);
}

std::string WhyNot(const DigestStatement& s) {
  return s.problem.empty() ? "there are too few data to judge it" : s.problem;
}

Sentence First(const DigestStatement& s) {
  switch (s.code) {
    case Code::kInput:
      return Changed(s, "");
    case Code::kInputUnusual:
      return Changed(s, ", an unusual change");
    case Code::kInputValue:
      return Say("{}.", ValueWords(s));
    case Code::kInputProblem:
      return Say("{} has no value: {}", NameWords(s), WhyNot(s));
    case Code::kAllHold:
      if (s.count == 1) return Say("{} is within its limit.", s.series.AsWords());
      return Say("All {} are within their limits.",
                 Value(Plural(static_cast<long long>(s.count), "guardrail")));
    case Code::kOthersHold:
      if (s.count == 1) return "The other guardrail is within its limit.";
      return Say("The other {} are within their limits.",
                 Value(Plural(static_cast<long long>(s.count), "guardrail")));
    case Code::kBroken:
      return Say("{}, beyond its limit ({}).", ValueWords(s), Value(s.limit));
    case Code::kUnclear:
      return Say("{}, too close to its limit ({}) to tell.", ValueWords(s), Value(s.limit));
    case Code::kNotJudged:
      return Say("{} cannot be judged: {}", s.series.AsWords(), WhyNot(s));
    case Code::kObjective:
      return Say("{} ({}). {}", s.objective, Period(s.okr_period), s.said);
  }
  return "";
}

}  // namespace

std::span<const Rule> DigestRules() {
  static constexpr Rule kRules[] = {
      {"input", "an input moved as much as it usually does, or it is not known whether"},
      {"input_unusual", "the last change of an input is unusual for it"},
      {"input_value", "an input has no value before the last one"},
      {"input_problem", "an input has no value"},
      {"guardrails_hold", "the limits of all guardrails hold"},
      {"others_hold", "some guardrails are named, and the limits of the others hold"},
      {"guardrail_broken", "the limit of a guardrail does not hold"},
      {"guardrail_unclear", "the data leave open whether a guardrail holds"},
      {"guardrail_not_judged", "a guardrail has no value or too few data"},
      {"objective", "what the key results of an objective say together"},
  };
  return kRules;
}

Said Words(const DigestStatement& s) {
  Sentence first = First(s);
  // Problems come with a full stop or without one.
  if (!first.text().ends_with('.') && !first.text().ends_with('?') && !first.text().ends_with('!'))
    first += ".";
  return {std::move(first), "", RuleName(DigestRules(), s.code)};
}

}  // namespace northstar
