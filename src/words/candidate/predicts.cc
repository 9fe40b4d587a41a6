#include "words/candidate/predicts.h"

#include <fmt/format.h>

#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = PredictsStatement::Code;

constexpr const char* kMotivation =
    "Users who did more stayed longer. Making others do more may not have the same effect.";

bool IsRetention(const PredictsStatement& s) {
  return s.outcome == PredictsStatement::Outcome::kRetention;
}

std::string Amount(double value) {
  return Humanize(value, 3);
}

Sentence RangeOf(const EarlyGroup& group) {
  if (group.from == group.to) return Value(Amount(group.from));
  return Say("{} to {}", Value(Amount(group.from)), Value(Amount(group.to)));
}

Sentence Days(int count) {
  return Value(std::to_string(count) + " days");
}

// What coming back is for the candidate.
const char* AgainWords(const PredictsStatement& s) {
  return s.own_events_only ? "did it again" : "did other things";
}

Sentence WindowWords(const PredictsStatement& s) {
  return Period(fmt::format("from day {} to day {}", s.early_days, s.horizon));
}

// "62% of those with 4 did other things from day 7 to day 91, compared with 31% of those with 0".
Sentence Contrast(const PredictsStatement& s) {
  if (IsRetention(s)) {
    return Say("{} of those with {} {} {}, compared with {} of those with {}",
               Value(Percent(s.high.retained)), RangeOf(s.high), AgainWords(s), WindowWords(s),
               Value(Percent(s.low.retained)), RangeOf(s.low));
  }
  return Say("those with {} paid {} each {}, those with {} paid {}", RangeOf(s.high),
             Value(Amount(s.high.paid)), WindowWords(s), RangeOf(s.low), Value(Amount(s.low.paid)));
}

Sentence CapitalContrast(const PredictsStatement& s) {
  if (IsRetention(s)) return Say("{}.", Contrast(s));
  return Say("Those with {} paid {} each {}, those with {} paid {}.", RangeOf(s.high),
             Value(Amount(s.high.paid)), WindowWords(s), RangeOf(s.low), Value(Amount(s.low.paid)));
}

Sentence EffectWords(const PredictsStatement& s) {
  if (!s.effect_low || !s.effect_high) return "";
  if (IsRetention(s)) {
    return Say("The top quartile is ahead of the bottom one by {} to {} percentage points.",
               Value(Humanize(*s.effect_low * 100, 2)), Value(Humanize(*s.effect_high * 100, 2)));
  }
  return Say("The top quartile is ahead of the bottom one by {} to {} per unit.",
             Value(Amount(*s.effect_low)), Value(Amount(*s.effect_high)));
}

Sentence LargestDifference(const PredictsStatement& s) {
  if (!s.effect_high || !(*s.effect_high > 0)) return "";
  return Say("Any difference between the top and the bottom quartile is below {}.",
             Value(IsRetention(s) ? Humanize(*s.effect_high * 100, 2) + " percentage points"
                                  : Amount(*s.effect_high) + " per unit"));
}

Sentence Missing(const PredictsStatement& s) {
  const bool others_are_few =
      IsRetention(s) && static_cast<double>(s.units - s.events) < s.least_events;
  const Sentence others = others_are_few ? Say(", and as many that did not (so far {})",
                                               Value(WithThousands(s.units - s.events)))
                                         : Sentence();
  return Say(
      "Too little data to follow new {}: {} {} in {} could be followed for {}, and {} of them "
      "{}; at least {}, {} and {} are needed{}.",
      Several(s.entity), Value(WithThousands(s.units)), Several(s.entity),
      Value(Plural(s.cohorts, "cohort")), Days(s.horizon), Value(WithThousands(s.events)),
      IsRetention(s) ? AgainWords(s) : "paid", Value(FormatNumber(s.least_units)),
      Value(FormatNumber(s.least_cohorts) + " cohorts"), Value(FormatNumber(s.least_events)),
      others);
}

Sentence NoPaymentsWords(const PredictsStatement& s) {
  switch (s.why) {
    case NoPayments::kNoOutcome:
      return "no outcome is set";
    case NoPayments::kNotIndividual:
      return Say("{} is not made of individual payments", s.outcome_metric.AsWords());
    case NoPayments::kNotNamed:
      return Say("the events of {} do not identify any {}", s.outcome_metric.AsWords(), s.entity);
    case NoPayments::kNoneMatched:
      return "payments do not identify them";
  }
  return "";
}

Sentence First(const PredictsStatement& s) {
  const std::string units = Several(s.entity);
  const char* verb = IsRetention(s) ? "were retained more often" : "paid more";
  switch (s.code) {
    case Code::kPredicts:
      return Say("New {} with higher early values {}: {}.", units, verb, Contrast(s));
    case Code::kNotAtEveryStep:
      return Say("New {} with higher early values {}, but not at every step: {}.", units, verb,
                 Contrast(s));
    case Code::kPredictsWeakly:
      return Say(
          "New {} with higher early values {}, but the link is weak or varies between cohorts: {}.",
          units, verb, Contrast(s));
    case Code::kActivityOnly:
      return Say(
          "It only shows that active {} are active: higher early values came with {}, but so did "
          "any other activity.",
          units, IsRetention(s) ? "higher retention" : "higher payments");
    case Code::kReversed:
      return Say("New {} with lower early values {}: {}.", units, verb, Contrast(s));
    case Code::kNotDetected:
      return Say("There is no evidence that new {} with higher early values {}.", units, verb);
    case Code::kValuesAlike:
      return Say(
          "Nothing to compare: too few of the {} new {} differ in their values in the first {} "
          "({}) "
          "to form two groups of at least {}.",
          Value(WithThousands(s.units)), units, Days(s.early_days), RangeOf(s.low),
          Value(std::to_string(s.least_in_group)));
    case Code::kNotEnoughData:
      return Missing(s);
    case Code::kNoPayments:
      return Say("How much individual {} pay is unknown: {}.", units, NoPaymentsWords(s));
  }
  return "";
}

}  // namespace

std::span<const Rule> PredictsRules() {
  static constexpr Rule kRules[] = {
      {"predicts", "more early value, more of the outcome, beyond plain activity"},
      {"not_at_every_step", "likewise, but not from each group to the next"},
      {"predicts_weakly", "likewise, but weakly, or not in all cohorts"},
      {"activity_only", "no more than any activity tells"},
      {"reversed", "more early value, less of the outcome"},
      {"not_detected", "no difference was found"},
      {"values_alike", "too few early values differ"},
      {"too_few_followed", "too few could be followed"},
      {"no_payments", "payments cannot be told by entity"},
  };
  return kRules;
}

Said Words(const PredictsStatement& s) {
  Said said{First(s), "", RuleName(PredictsRules(), s.code)};
  switch (s.code) {
    case Code::kPredicts:
      said.Add("It predicts more than overall activity does.");
      said.Add(EffectWords(s));
      said.Add(kMotivation);
      break;
    case Code::kNotAtEveryStep:
    case Code::kPredictsWeakly:
      said.Add(EffectWords(s));
      said.Add(kMotivation);
      break;
    case Code::kActivityOnly:
      said.Add(CapitalContrast(s));
      said.Add(kMotivation);
      break;
    case Code::kReversed:
      said.Add(EffectWords(s));
      break;
    case Code::kNotDetected:
      said.Add(LargestDifference(s));
      break;
    case Code::kValuesAlike:
    case Code::kNotEnoughData:
    case Code::kNoPayments:
      break;
  }
  return said;
}

}  // namespace northstar
