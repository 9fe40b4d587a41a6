#include "words/review.h"

#include <fmt/format.h>

#include "base/period_words.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

// "0.12", "−0.3": an effect, which has no unit.
Sentence Effect(double value) {
  return Value(FormatValue({}, value));
}

// "0.71 (0.4 to 1)".
Sentence EffectWithin(double value, const std::optional<double>& low,
                      const std::optional<double>& high) {
  if (!low || !high) return Effect(value);
  return Value(fmt::format("{} ({} to {})", FormatValue({}, value), FormatValue({}, low),
                           FormatValue({}, high)));
}

Sentence ShareWithin(double value, const std::optional<double>& low,
                     const std::optional<double>& high) {
  if (!low || !high) return Value(PercentText(value));
  return Value(
      fmt::format("{} ({} to {})", PercentText(value), PercentText(*low), PercentText(*high)));
}

Sentence ChangeWithin(double value, const std::optional<double>& low,
                      const std::optional<double>& high) {
  if (!low || !high) return Value(SignedPercent(value));
  return Value(fmt::format("{} ({} to {})", SignedPercent(value), SignedPercent(*low),
                           SignedPercent(*high)));
}

Sentence Units(const TriggerStatement& s) {
  return Several(s.entity);
}

const char* Twice(const TriggerStatement& s) {
  return s.twice ? " The quarter before showed the same." : "";
}

// A reason as people write it ends as they ended it.
std::string Ended(const std::string& text) {
  return text.empty() || text.ends_with('.') ? text : text + ".";
}

Sentence First(const TriggerStatement& s) {
  using Code = TriggerStatement::Code;
  const Sentence star = s.star.AsWords();
  const Sentence other = s.other.AsWords();
  switch (s.code) {
    case Code::kLinkWeaker:
      return Say(
          "The link to {} has weakened: {} points of growth per point of {} over the last 12 "
          "months, down from {} in earlier years.{}",
          other, EffectWithin(s.value, s.low, s.high), star,
          EffectWithin(s.before, s.before_low, s.before_high), Twice(s));
    case Code::kLinkAddsLess:
      return Say(
          "{} no longer improves forecasts of {} as it used to: the loss in accuracy is {} of what "
          "chance alone could explain.{}",
          star, other, Value(PercentText(s.value)), Twice(s));
    case Code::kLinkHalved:
      return Say(
          "The link to {} may be weaker: {} points of growth per point of {} over the last 12 "
          "months, less than half of the {} in earlier years, for the second quarter in a row.",
          other, EffectWithin(s.value, s.low, s.high), star, Effect(s.before));
    case Code::kDecoupled:
      return Say("{} rose by {} in the quarter while {} got worse: {}.{}", star,
                 Value(PercentText(s.rise)), other, ChangeWithin(s.value, s.low, s.high), Twice(s));
    case Code::kStrategyChanged: {
      const Sentence who = s.by.empty() ? Sentence("A review recorded") : Say("{} said", s.by);
      const Sentence why = s.why.empty() ? Sentence() : Say(" {}", Ended(s.why));
      return Say("{} {} that the strategy changed.{}", who, Period("on " + DateWords(s.day)), why);
    }
    case Code::kStageIsOver:
      return Say("The project is set to 'stage: launch', but its data go back {}.",
                 Value(Periods(Grain::kMonth, static_cast<long long>(s.value))));
    case Code::kRateAfterLaunch:
      return Say(
          "{} is a rate, which fits a product at launch; its data go back {}, and a rate "
          "does not grow with the product.",
          star, Value(Periods(Grain::kMonth, static_cast<long long>(s.value))));
    case Code::kGamedRise:
      return Say("{} of the rise in {} came from pushed, paid or machine-like activity.{}",
                 Value(PercentText(s.value)), star, Twice(s));
    case Code::kConcentrated:
      return Say("The top 1% of {} account for {} more of {} than a year earlier: {}, up from {}.",
                 Units(s), Value(FormatValue({}, 100 * (s.value - s.before)) + " points"), star,
                 ShareWithin(s.value, s.low, s.high), Value(PercentText(s.before)));
    case Code::kMachineLike:
      return Say("{} of {} came from {} with a machine-like rhythm, up from {} a year earlier.",
                 Value(PercentText(s.value)), star, Units(s), Value(PercentText(s.before)));
    case Code::kDiluted:
      return Say(
          "{} predicts retention less and less: over {} cohorts, the link between early value and "
          "retention fell from {} to {} while {} rose.",
          star, Value(std::to_string(s.count)), Effect(s.before), Effect(s.value), star);
    case Code::kTooSlow:
      return Say("A change takes {} to show fully in {}, too slow to steer a quarter by.",
                 Value(Plural(static_cast<long long>(s.value), "day")), star);
    case Code::kNotUnderstood:
      return Say("{} of {} people asked know {} and how they move it.{}",
                 ShareWithin(s.value, s.low, s.high), Value(std::to_string(s.count)), star,
                 Twice(s));
  }
  return "";
}

// What would settle it.
const char* Settles(TriggerStatement::Code code) {
  using Code = TriggerStatement::Code;
  switch (code) {
    case Code::kLinkWeaker:
    case Code::kLinkAddsLess:
      return "To settle it: wait for the next quarter, run an experiment that moves the star and "
             "follows the outcome, or name what else changed the outcome: a price, a market, a "
             "definition.";
    case Code::kLinkHalved:
      return "To settle it: wait one or two quarters; a 12-month estimate can vary this much by "
             "chance.";
    case Code::kDecoupled:
      return "To settle it: find out what drove the rise ('northstar explain') and whether the "
             "guardrail recovers within the next quarter.";
    case Code::kStrategyChanged:
      return "To settle it: check whether the star still fits the new strategy ('northstar "
             "evaluate' with new candidates), then run 'northstar decide'.";
    case Code::kStageIsOver:
      return "To settle it: set 'stage:' under 'north_star:' to growth or mature.";
    case Code::kRateAfterLaunch:
      return "To settle it: keep 'stage: launch' if the product was relaunched; otherwise choose a "
             "star that counts who gets the value.";
    case Code::kGamedRise:
      return "To settle it: look at the star without that part; if it did not rise, the rise was "
             "not value.";
    case Code::kConcentrated:
      return "To settle it: look at the largest ('northstar query --distribution'). Many small "
             "ones leaving looks the same as a few growing.";
    case Code::kMachineLike:
      return "To settle it: have a person look at them; an integration that works for customers is "
             "not gaming.";
    case Code::kDiluted:
      return "To settle it: follow the next cohorts, and compare what new customers do early on "
             "with earlier ones.";
    case Code::kTooSlow:
      return "To settle it: steer by a faster input, or shorten the star's window.";
    case Code::kNotUnderstood:
      return "To settle it: explain the star in a session ('northstar align --session') and survey "
             "again; if that does not help, choose a simpler star.";
  }
  return "";
}

// After "because of".
Sentence ReasonWords(ReviewTrigger trigger, const SeriesName& outcome) {
  switch (trigger) {
    case ReviewTrigger::kLinkWeakened:
      return Say("a weaker link to {}", outcome.AsWords());
    case ReviewTrigger::kDecoupled:
      return "a guardrail that got worse while it rose";
    case ReviewTrigger::kStrategyChanged:
      return "a changed strategy";
    case ReviewTrigger::kOutgrownStage:
      return "a stage that the product has outgrown";
    case ReviewTrigger::kGamed:
      return "signs of gaming";
    case ReviewTrigger::kTooSlow:
      return "a number that shows changes too slowly";
    case ReviewTrigger::kNotUnderstood:
      return "too few people who know it";
  }
  return "";
}

Sentence Reasons(const ReviewStatement& s) {
  std::vector<Sentence> parts;
  for (const ReviewTrigger one : s.triggers) parts.push_back(ReasonWords(one, s.outcome));
  return Listed(parts);
}

Sentence First(const ReviewStatement& s) {
  using Code = ReviewStatement::Code;
  const Sentence star = s.star.AsWords();
  const Sentence period = Period(s.period);
  switch (s.code) {
    case Code::kConfirm:
      return Say("The review of {} confirms {} as the North Star: no trigger fired.", period, star);
    case Code::kConfirmUnproven:
      return Say(
          "The review of {} found nothing against {} as the North Star, but could not tell whether "
          "it still leads the outcome.",
          period, star);
    case Code::kLookCloser:
      return Say("The review of {} asks for a closer look at {}, because of {}.", period, star,
                 Reasons(s));
    case Code::kChangeDue:
      return Say("The review of {} finds that {} is due for a change, because of {}.", period, star,
                 Reasons(s));
  }
  return "";
}

const char* Next(ReviewStatement::Code code) {
  using Code = ReviewStatement::Code;
  switch (code) {
    case Code::kConfirm:
    case Code::kConfirmUnproven:
      return "";
    case Code::kLookCloser:
      return "Keep the star for now: a single sign can be noise. Each trigger says what would "
             "settle it.";
    case Code::kChangeDue:
      return "Evaluate candidates ('northstar evaluate'), and record the decision with its reason "
             "('northstar decide').";
  }
  return "";
}

}  // namespace

std::string_view NameOf(ReviewTrigger trigger) {
  switch (trigger) {
    case ReviewTrigger::kLinkWeakened:
      return "LINK_WEAKENED";
    case ReviewTrigger::kDecoupled:
      return "DECOUPLED";
    case ReviewTrigger::kStrategyChanged:
      return "STRATEGY_CHANGED";
    case ReviewTrigger::kOutgrownStage:
      return "OUTGROWN_STAGE";
    case ReviewTrigger::kGamed:
      return "GAMED";
    case ReviewTrigger::kTooSlow:
      return "TOO_SLOW";
    case ReviewTrigger::kNotUnderstood:
      return "NOT_UNDERSTOOD";
  }
  return "";
}

std::span<const Rule> TriggerRules() {
  static constexpr Rule kRules[] = {
      {"link_weaker",
       "the effect of the last 12 months lies below the earlier interval and below half of it"},
      {"link_adds_less", "the star stopped improving forecasts of the outcome"},
      {"link_halved",
       "the effect of the last 12 months is below half of the earlier one for two quarters"},
      {"decoupled", "the star rose in the quarter while something that guards it got worse"},
      {"strategy_changed", "a review recorded that the strategy changed"},
      {"stage_is_over", "'stage: launch', with data of 18 months or more"},
      {"rate_after_launch", "the same, and the star is a rate"},
      {"gamed_rise", "half of the star's rise or more is pushed, paid for or machine-like"},
      {"concentrated", "the top 1% have a larger share than a year before"},
      {"machine_like", "the share of machine-like units rose by 5 points within a year"},
      {"diluted", "the star rose while early value told less from cohort to cohort"},
      {"too_slow", "a change takes too long to show"},
      {"not_understood", "too few of those asked know the star"},
  };
  return kRules;
}

Said Words(const TriggerStatement& s) {
  return {First(s), Settles(s.code), RuleName(TriggerRules(), s.code)};
}

std::span<const Rule> ReviewRules() {
  static constexpr Rule kRules[] = {
      {"confirm", "no trigger fired"},
      {"confirm_unproven", "no trigger fired, and the link to the outcome cannot be followed"},
      {"look_closer", "a trigger fired that could be noise"},
      {"change_due", "a trigger for a change was confirmed, or two independent ones fired"},
  };
  return kRules;
}

Said Words(const ReviewStatement& s) {
  return {First(s), Next(s.code), RuleName(ReviewRules(), s.code)};
}

}  // namespace northstar
