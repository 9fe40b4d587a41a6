#include "words/review_sections.h"

#include <fmt/format.h>

#include "base/number_words.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = ReviewSectionStatement::Code;

Sentence Number(double value) {
  return Value(FormatValue({}, value));
}

Sentence Counted(const ReviewSectionStatement& s, const char* what) {
  return Value(Plural(static_cast<long long>(s.count), what));
}

// What is said of the link.
Sentence LinkWords(const ReviewSectionStatement& s) {
  const Sentence outcome = s.outcome.AsWords();
  const Sentence star = s.star.AsWords();
  switch (s.code) {
    case Code::kLinkHolds:
      return Say(
          "{} still leads {}: over the last 12 months, 1 point of its growth was followed by {} "
          "points of growth (earlier years: {}), {} later.",
          star, outcome, Number(s.value), Number(s.before), Value(Periods(s.grain, s.lag)));
    case Code::kLinkWeaker:
      return Say(
          "The link between {} and {} has weakened: {} points of growth per point over the last 12 "
          "months, down from {} in earlier years.",
          star, outcome, Number(s.value), Number(s.before));
    case Code::kLinkHalved:
      return Say(
          "The link between {} and {} may have weakened: {} points of growth per point over the "
          "last 12 months, compared with {} in earlier years.",
          star, outcome, Number(s.value), Number(s.before));
    case Code::kNoOutcome:
      return "No outcome is set, so there is no link to follow.";
    case Code::kNoLead:
      return Say("No lead of {} over {} was detected, so there is no link to follow.", star,
                 outcome);
    case Code::kLinkBySegment:
      return "The lead was found by comparing segments; there are no two series to follow.";
    default:
      return Say(
          "At least 36 months (or 104 weeks) of data are needed to tell whether the lead over {} "
          "holds.",
          outcome);
  }
}

Sentence CohortWords(const ReviewSectionStatement& s) {
  switch (s.code) {
    case Code::kNotDiluted:
      return Say(
          "Early value predicts retention as well as before: over {}, the link went from {} to {}.",
          Counted(s, "cohort"), Number(s.before), Number(s.value));
    case Code::kDiluted:
      return Say(
          "Early value predicts retention less and less: over {}, the link fell from {} to {}.",
          Counted(s, "cohort"), Number(s.before), Number(s.value));
    case Code::kFewCohorts:
      return Say("At least 8 cohorts are needed to tell whether this changes; there {} {}.",
                 s.count == 1 ? "is" : "are", Value(std::to_string(s.count)));
    default:
      return Say("The value of {} does not come from entities that could be followed.",
                 s.star.AsWords());
  }
}

Sentence WatchWords(const ReviewSectionStatement& s) {
  if (s.code == Code::kWatchTooFew)
    return Say("There are too few {} to tell how concentrated {} is.", Several(s.entity),
               s.star.AsWords());
  return Say(
      "The top 1% of {} account for {} of {}, compared with {} a year earlier; those with a "
      "machine-like rhythm account for {}.",
      Several(s.entity), Value(PercentText(s.value)), s.star.AsWords(),
      Value(PercentText(s.before)), Value(PercentText(s.share.value_or(0))));
}

Sentence GuardWords(const ReviewSectionStatement& s) {
  switch (s.code) {
    case Code::kNotDecoupled:
      return Say("{}: no decoupling detected in the quarter ({} compared).", s.star.AsWords(),
                 Counted(s, "series"));
    case Code::kStarDidNotRise:
      return Say(
          "{} did not rise in the quarter, so it cannot have risen at the expense of anything "
          "else.",
          s.star.AsWords());
    case Code::kDecoupled:
      return Say("{} rose while {} got worse.", s.star.AsWords(), Listed(s.names));
    case Code::kNothingToCompare:
      return "There is too little history: a year before the quarter is needed.";
    case Code::kGuardrailsHeld:
      return s.count == 1
                 ? Sentence("The guardrail was within its limit at the end of the quarter.")
                 : Say("All {} guardrails were within their limits at the end of the quarter.",
                       Value(std::to_string(s.count)));
    case Code::kGuardrailsBroken:
      return Say("{} {} at the end of the quarter.", Listed(s.names),
                 s.names.size() == 1 ? "was beyond its limit" : "were beyond their limits");
    case Code::kGuardrailsUnclear:
      return "No guardrail was clearly beyond its limit, but not all could be judged.";
    default:
      return "The star has no guardrails.";
  }
}

Sentence InputWords(const ReviewSectionStatement& s) {
  switch (s.code) {
    case Code::kInputsMatter:
      return Say("No input stopped moving the star ({} checked).", Counted(s, "input"));
    case Code::kInputsStopped:
      return Say("{} moved {} in earlier years but no longer {}.", Listed(s.names),
                 s.star.AsWords(), s.names.size() == 1 ? "does" : "do");
    case Code::kInputsUnclear:
      return "The history is too short to compare the inputs' effect in the last year with earlier "
             "years.";
    default:
      return "The star has no inputs.";
  }
}

Sentence BetWords(const ReviewSectionStatement& s) {
  switch (s.code) {
    case Code::kBets:
      return Say("{} shipped in {}, or ended {} experiment then.", Counted(s, "bet"),
                 Period(s.period), s.count == 1 ? "its" : "their");
    case Code::kNoBets:
      return Say("No bet shipped in {}.", Period(s.period));
    default:
      return Say("The bets of {} cannot be measured.", Period(s.period));
  }
}

Sentence KnowledgeWords(const ReviewSectionStatement& s) {
  switch (s.code) {
    case Code::kKnown: {
      const Sentence before =
          s.share ? Say(", after {} in the survey before", Value(PercentText(*s.share)))
                  : Sentence();
      return Say("{} of {} whose answers are graded {} {} (95% interval: {} to {}){}.",
                 Value(PercentText(s.value)),
                 Value(s.count == 1 ? "1 person" : fmt::format("{} people", s.count)),
                 s.count == 1 ? "knows" : "know", s.star.AsWords(), Value(PercentText(s.low)),
                 Value(PercentText(s.high)), before);
    }
    case Code::kFewAnswered:
      return Say("Too few answers are graded to say how many people know {}.", s.star.AsWords());
    case Code::kNotSurveyed:
      return Say("Within a year nobody was asked about {} ('northstar survey open').",
                 s.star.AsWords());
    default:
      return "Surveys cannot be read.";
  }
}

Sentence Text(const ReviewSectionStatement& s) {
  switch (s.code) {
    case Code::kLinkHolds:
    case Code::kLinkWeaker:
    case Code::kLinkHalved:
    case Code::kNoOutcome:
    case Code::kNoLead:
    case Code::kLinkBySegment:
    case Code::kLinkTooShort:
      return LinkWords(s);
    case Code::kNotDiluted:
    case Code::kDiluted:
    case Code::kFewCohorts:
    case Code::kNoUnits:
      return CohortWords(s);
    case Code::kWatch:
    case Code::kWatchTooFew:
      return WatchWords(s);
    case Code::kNotDecoupled:
    case Code::kStarDidNotRise:
    case Code::kDecoupled:
    case Code::kNothingToCompare:
    case Code::kGuardrailsHeld:
    case Code::kGuardrailsBroken:
    case Code::kGuardrailsUnclear:
    case Code::kNoGuardrails:
      return GuardWords(s);
    case Code::kInputsMatter:
    case Code::kInputsStopped:
    case Code::kInputsUnclear:
    case Code::kNoInputs:
      return InputWords(s);
    case Code::kOkrs:
      return Say("{} {} set for {}.", Counted(s, "objective"), s.count == 1 ? "was" : "were",
                 Period(s.period));
    case Code::kNoOkrs:
      return Say("No OKR was set for {}.", Period(s.period));
    case Code::kBets:
    case Code::kNoBets:
    case Code::kBetsUnknown:
      return BetWords(s);
    case Code::kKnown:
    case Code::kFewAnswered:
    case Code::kNotSurveyed:
    case Code::kSurveysUnknown:
      return KnowledgeWords(s);
    case Code::kPeopleAgree:
      return "No two ratings of the candidates are more than a point apart.";
    case Code::kPeopleDisagree:
      return Say("People disagree on {}: talk before averaging.", Counted(s, "rating"));
    case Code::kNotRated:
      return "Nobody has rated the candidates ('northstar score').";
    case Code::kDefinitionsChanged:
      return Say("{} in the constellation changed in {}.", Counted(s, "definition"),
                 Period(s.period));
    case Code::kDefinitionsSame:
      return Say("No recorded definition in the constellation changed in {}.", Period(s.period));
    case Code::kDefinitionsUnknown:
      return "Recorded definitions cannot be read.";
  }
  return "";
}

Sentence BeyondWords(const BeyondLimit& one) {
  const std::string periods = Periods(one.grain, static_cast<long long>(one.periods));
  return Say("{} was beyond its limit in {}.", one.guardrail.AsWords(),
             Value(std::to_string(one.beyond) + " of " + periods));
}

Sentence More(const ReviewSectionStatement& s) {
  Sentence more;
  for (const BeyondLimit& one : s.beyond) more.Add(BeyondWords(one));
  if (s.unknown > 0) {
    more.Add(Say("{} {} too short a history to tell.",
                 Value(Plural(static_cast<long long>(s.unknown), "other input")),
                 s.unknown == 1 ? "has" : "have"));
  }
  return more;
}

}  // namespace

std::span<const Rule> ReviewSectionRules() {
  static constexpr Rule kRules[] = {
      {"link_holds", "the effect of the last 12 months is not clearly below that of before"},
      {"link_weaker", "it lies below the earlier interval and below half, or adds no forecasts"},
      {"link_halved", "it is below half of the earlier effect for two quarters"},
      {"no_outcome", "no outcome is set"},
      {"no_lead", "no lead was detected that could weaken"},
      {"link_by_segment", "the lead was found between segments"},
      {"link_too_short", "the history is too short to compare"},
      {"not_diluted", "early value tells as much of who stays in newer cohorts"},
      {"diluted", "it tells less from cohort to cohort"},
      {"few_cohorts", "there are fewer than 8 cohorts"},
      {"no_units", "the star's value does not come from entities"},
      {"watch", "how concentrated the star is, and how much of it is machine-like"},
      {"watch_too_few", "too few entities to tell"},
      {"not_decoupled", "nothing got worse while the star rose"},
      {"star_did_not_rise", "the star did not rise in the quarter"},
      {"decoupled", "something got worse while the star rose"},
      {"nothing_to_compare", "there is nothing to compare the star with"},
      {"guardrails_held", "all limits held at the end of the quarter"},
      {"guardrails_broken", "a limit was broken"},
      {"guardrails_unclear", "none was clearly broken, and not all can be told"},
      {"no_guardrails", "the star has no guardrails"},
      {"inputs_matter", "no input stopped moving the star"},
      {"inputs_stopped", "an input that moved the star no longer does"},
      {"inputs_unclear", "the history is too short to compare"},
      {"no_inputs", "the star has no inputs"},
      {"okrs", "OKRs were set for the quarter"},
      {"no_okrs", "none were"},
      {"bets", "bets shipped in the quarter, or ended their experiment"},
      {"no_bets", "none did"},
      {"bets_unknown", "they cannot be measured"},
      {"people_agree", "no two ratings are more than a point apart"},
      {"people_disagree", "some are"},
      {"not_rated", "nobody rated the candidates"},
      {"known", "how many people know the star, by the latest survey"},
      {"few_answered", "fewer than five answered, or no answer is graded"},
      {"not_surveyed", "no survey within a year asked about the star"},
      {"surveys_unknown", "surveys cannot be read"},
      {"definitions_changed", "definitions of the constellation changed"},
      {"definitions_same", "none did"},
      {"definitions_unknown", "the record of definitions cannot be read"},
  };
  return kRules;
}

Said Words(const ReviewSectionStatement& s) {
  return {Text(s), More(s), RuleName(ReviewSectionRules(), s.code)};
}

}  // namespace northstar
