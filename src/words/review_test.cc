#include "words/review.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using TriggerCode = TriggerStatement::Code;

const SeriesName kTeams{"Active teams", "teams"};
const SeriesName kRevenue{"Revenue", "revenue"};

TriggerStatement Link(TriggerCode code, bool twice) {
  TriggerStatement s{code, kTeams, kRevenue};
  s.value = 0.12;
  s.low = -0.3;
  s.high = 0.5;
  s.before = 0.71;
  s.before_low = 0.4;
  s.before_high = 1;
  s.twice = twice;
  return s;
}

TriggerStatement Share(TriggerCode code, double value, double before = 0) {
  TriggerStatement s{code, kTeams};
  s.value = value;
  s.before = before;
  s.entity = "workspace";
  return s;
}

TEST(TriggerWords, EveryCodeHasItsSentence) {
  TriggerStatement adds = Share(TriggerCode::kLinkAddsLess, 1.2);
  adds.other = kRevenue;
  TriggerStatement decoupled = Share(TriggerCode::kDecoupled, -0.052);
  decoupled.other = {"the share of users that come back"};
  decoupled.rise = 0.09;
  decoupled.low = -0.08;
  decoupled.high = -0.02;
  decoupled.twice = true;
  TriggerStatement strategy{TriggerCode::kStrategyChanged, kTeams};
  strategy.day = "2026-10-05";
  TriggerStatement said = strategy;
  said.by = "anna";
  said.why = "We sell to enterprises now";
  TriggerStatement concentrated = Share(TriggerCode::kConcentrated, 0.31, 0.2);
  concentrated.low = 0.25;
  concentrated.high = 0.37;
  TriggerStatement diluted = Share(TriggerCode::kDiluted, 0.2, 0.8);
  diluted.count = 14;
  TriggerStatement known = Share(TriggerCode::kNotUnderstood, 0.4);
  known.low = 0.25;
  known.high = 0.57;
  known.count = 30;
  const std::string next =
      " // To settle it: wait for the next quarter, run an experiment that moves the star and "
      "follows the outcome, or name what else changed the outcome: a price, a market, a "
      "definition.";
  const std::string strategy_next =
      " // To settle it: check whether the star still fits the new strategy ('northstar evaluate' "
      "with new candidates), then run 'northstar decide'.";
  ExpectSaid<TriggerStatement>(
      {{Link(TriggerCode::kLinkWeaker, false), "link_weaker",
        "The link to <Revenue> has weakened: {0.12 (−0.3 to 0.5)} points of growth per point of "
        "<Active teams> over the last 12 months, down from {0.71 (0.4 to 1)} in earlier years." +
            next},
       {Link(TriggerCode::kLinkWeaker, true), "link_weaker",
        "The link to <Revenue> has weakened: {0.12 (−0.3 to 0.5)} points of growth per point of "
        "<Active teams> over the last 12 months, down from {0.71 (0.4 to 1)} in earlier years. The "
        "quarter before showed the same." +
            next},
       {adds, "link_adds_less",
        "<Active teams> no longer improves forecasts of <Revenue> as it used to: the loss in "
        "accuracy is {120%} of what chance alone could explain." +
            next},
       {Link(TriggerCode::kLinkHalved, false), "link_halved",
        "The link to <Revenue> may be weaker: {0.12 (−0.3 to 0.5)} points of growth per point of "
        "<Active teams> over the last 12 months, less than half of the {0.71} in earlier years, "
        "for the second quarter in a row. // To settle it: wait one or two quarters; a 12-month "
        "estimate can vary this much by chance."},
       {decoupled, "decoupled",
        "<Active teams> rose by {9%} in the quarter while <the share of users that come back> got "
        "worse: {−5.2% (−8% to −2%)}. The quarter before showed the same. // To settle it: find "
        "out what drove the rise ('northstar explain') and whether the guardrail recovers within "
        "the next quarter."},
       {strategy, "strategy_changed",
        "A review recorded |on Oct 5, 2026| that the strategy changed." + strategy_next},
       {said, "strategy_changed",
        "anna said |on Oct 5, 2026| that the strategy changed. We sell to enterprises now." +
            strategy_next},
       {Share(TriggerCode::kStageIsOver, 20.4), "stage_is_over",
        "The project is set to 'stage: launch', but its data go back {20 months}. // To settle it: "
        "set 'stage:' under 'north_star:' to growth or mature."},
       {Share(TriggerCode::kRateAfterLaunch, 20.4), "rate_after_launch",
        "<Active teams> is a rate, which fits a product at launch; its data go back {20 months}, "
        "and a rate does not grow with the product. // To settle it: keep 'stage: launch' if the "
        "product was relaunched; otherwise choose a star that counts who gets the value."},
       {Share(TriggerCode::kGamedRise, 0.62), "gamed_rise",
        "{62%} of the rise in <Active teams> came from pushed, paid or machine-like activity. // "
        "To settle it: look at the star without that part; if it did not rise, the rise was not "
        "value."},
       {concentrated, "concentrated",
        "The top 1% of workspaces account for {11 points} more of <Active teams> than a year "
        "earlier: {31% (25% to 37%)}, up from {20%}. // To settle it: look at the largest "
        "('northstar query --distribution'). Many small ones leaving looks the same as a few "
        "growing."},
       {Share(TriggerCode::kMachineLike, 0.2, 0.12), "machine_like",
        "{20%} of <Active teams> came from workspaces with a machine-like rhythm, up from {12%} a "
        "year earlier. // To settle it: have a person look at them; an integration that works for "
        "customers is not gaming."},
       {diluted, "diluted",
        "<Active teams> predicts retention less and less: over {14} cohorts, the link between "
        "early value and retention fell from {0.8} to {0.2} while <Active teams> rose. // To "
        "settle it: follow the next cohorts, and compare what new customers do early on with "
        "earlier ones."},
       {Share(TriggerCode::kTooSlow, 30), "too_slow",
        "A change takes {30 days} to show fully in <Active teams>, too slow to steer a quarter by. "
        "// To settle it: steer by a faster input, or shorten the star's window."},
       {known, "not_understood",
        "{40% (25% to 57%)} of {30} people asked know <Active teams> and how they move it. // To "
        "settle it: explain the star in a session ('northstar align --session') and survey again; "
        "if that does not help, choose a simpler star."}},
      TriggerRules());
}

TEST(ReviewWords, EveryVerdictHasItsSentence) {
  using Code = ReviewStatement::Code;
  using enum ReviewTrigger;
  const auto with = [](Code code, std::vector<ReviewTrigger> triggers) {
    return ReviewStatement{code, kTeams, kRevenue, "2026-Q3", std::move(triggers)};
  };
  ExpectSaid<ReviewStatement>(
      {{with(Code::kConfirm, {}), "confirm",
        "The review of |2026-Q3| confirms <Active teams> as the North Star: no trigger fired."},
       {with(Code::kConfirmUnproven, {}), "confirm_unproven",
        "The review of |2026-Q3| found nothing against <Active teams> as the North Star, but could "
        "not tell whether it still leads the outcome."},
       {with(Code::kLookCloser, {kLinkWeakened}), "look_closer",
        "The review of |2026-Q3| asks for a closer look at <Active teams>, because of a weaker "
        "link to <Revenue>. // Keep the star for now: a single sign can be noise. Each trigger "
        "says what would settle it."},
       {with(Code::kChangeDue,
             {kDecoupled, kStrategyChanged, kOutgrownStage, kGamed, kTooSlow, kNotUnderstood}),
        "change_due",
        "The review of |2026-Q3| finds that <Active teams> is due for a change, because of a "
        "guardrail that got worse while it rose, a changed strategy, a stage that the product has "
        "outgrown, signs of gaming, a number that shows changes too slowly and too few people who "
        "know it. // Evaluate candidates ('northstar evaluate'), and record the decision with its "
        "reason ('northstar decide')."}},
      ReviewRules());
}

TEST(ReviewWords, TriggersHaveTheNamesOfAnswers) {
  EXPECT_EQ(NameOf(ReviewTrigger::kLinkWeakened), "LINK_WEAKENED");
  EXPECT_EQ(NameOf(ReviewTrigger::kNotUnderstood), "NOT_UNDERSTOOD");
}

}  // namespace
}  // namespace northstar::testing
