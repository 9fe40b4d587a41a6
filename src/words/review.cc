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
          "The link to {} is weaker than it was: {} points of growth per point of {} over "
          "the last 12 months, {} in the years before.{}",
          other, EffectWithin(s.value, s.low, s.high), star,
          EffectWithin(s.before, s.before_low, s.before_high), Twice(s));
    case Code::kLinkAddsLess:
      return Say(
          "{} no longer improves forecasts of {} as it did: its running gain fell by {} of "
          "what chance allows for.{}",
          star, other, Value(PercentText(s.value)), Twice(s));
    case Code::kLinkHalved:
      return Say(
          "The link to {} may be weaker: {} points of growth per point of {} over the last "
          "12 months, less than half of the {} in the years before, for two quarters now.",
          other, EffectWithin(s.value, s.low, s.high), star, Effect(s.before));
    case Code::kDecoupled:
      return Say("{} rose by {} in the quarter while {} changed for the worse by {}.{}", star,
                 Value(PercentText(s.rise)), other, ChangeWithin(s.value, s.low, s.high), Twice(s));
    case Code::kStrategyChanged: {
      const Sentence who = s.by.empty() ? Sentence("A review recorded") : Say("{} said", s.by);
      const Sentence why = s.why.empty() ? Sentence() : Say(" {}", Ended(s.why));
      return Say("{} {} that the strategy changed.{}", who, Period("on " + DateWords(s.day)), why);
    }
    case Code::kStageIsOver:
      return Say("The project says that the product is at launch, but its data go back {}.",
                 Value(Periods(Grain::kMonth, static_cast<long long>(s.value))));
    case Code::kRateAfterLaunch:
      return Say(
          "{} is a rate, which fits a product at launch; its data go back {}, and a rate "
          "does not grow with the product.",
          star, Value(Periods(Grain::kMonth, static_cast<long long>(s.value))));
    case Code::kGamedRise:
      return Say(
          "{} of the rise in what {} counts came from what is pushed, paid for or "
          "machine-like.{}",
          Value(PercentText(s.value)), star, Twice(s));
    case Code::kConcentrated:
      return Say("The top 1% of {} make up {} more of {} than a year before: {} after {}.",
                 Units(s), Value(FormatValue({}, 100 * (s.value - s.before)) + " points"), star,
                 ShareWithin(s.value, s.low, s.high), Value(PercentText(s.before)));
    case Code::kMachineLike:
      return Say(
          "{} of what {} counts came from {} with a machine-like rhythm, up from {} a year "
          "before.",
          Value(PercentText(s.value)), star, Units(s), Value(PercentText(s.before)));
    case Code::kDiluted:
      return Say(
          "{} tells less and less of who stays: over {} cohorts, the link between early "
          "value and retention fell from {} to {} while {} rose.",
          star, Value(std::to_string(s.count)), Effect(s.before), Effect(s.value), star);
    case Code::kTooSlow:
      return Say("A change takes {} to show fully in {}, too long to steer a quarter by.",
                 Value(Plural(static_cast<long long>(s.value), "day")), star);
    case Code::kNotUnderstood:
      return Say("{} of {} people asked know what {} is and what they do to move it.{}",
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
      return "Settled by the next quarter's reading, by an experiment that moves the star and "
             "follows the outcome, or by naming what else changed the outcome: a price, a market, "
             "a definition.";
    case Code::kLinkHalved:
      return "Settled by one or two more quarters: an estimate over 12 months can vary by as much "
             "by chance.";
    case Code::kDecoupled:
      return "Settled by what drove the rise ('northstar explain') and by whether the guardrail "
             "recovers within the next quarter.";
    case Code::kStrategyChanged:
      return "Settled by saying whether the star still measures what the new strategy is about: "
             "'northstar evaluate' with candidates for it, then 'northstar decide'.";
    case Code::kStageIsOver:
      return "Settled by 'stage:' under north_star: growth or mature, whichever fits.";
    case Code::kRateAfterLaunch:
      return "Settled by 'stage: launch' if the product did start anew, else by a star that "
             "counts who gets the value.";
    case Code::kGamedRise:
      return "Settled by the star without that part: if it did not rise, the rise was not value.";
    case Code::kConcentrated:
      return "Settled by looking at the largest: 'northstar query' with --distribution. Many "
             "small ones that left look the same as a few that grew.";
    case Code::kMachineLike:
      return "Settled by a person who looks at them: an integration that works for customers is "
             "no gaming.";
    case Code::kDiluted:
      return "Settled by the next cohorts, and by what new customers do early on that earlier "
             "ones did not.";
    case Code::kTooSlow:
      return "Settled by a faster input to steer by, or by a shorter window for the star.";
    case Code::kNotUnderstood:
      return "Settled by a session that explains it ('northstar align --session') and a further "
             "survey; if that does not help, by a simpler star.";
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
      return "too few people who can state it";
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
          "The review of {} finds nothing against {} as the North Star, but whether it "
          "still leads the outcome cannot be told.",
          period, star);
    case Code::kLookCloser:
      return Say("The review of {} asks for a closer look at {}, because of {}.", period, star,
                 Reasons(s));
    case Code::kChangeDue:
      return Say("The review of {} finds that a change of {} is due, because of {}.", period, star,
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
      return "Keep the star for now: a single sign can be noise. What would settle each is said "
             "beside it.";
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
