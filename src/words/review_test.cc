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
      " // Settled by the next quarter's reading, by an experiment that moves the star and follows "
      "the outcome, or by naming what else changed the outcome: a price, a market, a definition.";
  const std::string strategy_next =
      " // Settled by saying whether the star still measures what the new strategy is about: "
      "'northstar evaluate' with candidates for it, then 'northstar decide'.";
  ExpectSaid<TriggerStatement>(
      {{Link(TriggerCode::kLinkWeaker, false), "link_weaker",
        "The link to <Revenue> is weaker than it was: {0.12 (−0.3 to 0.5)} points of growth per "
        "point of <Active teams> over the last 12 months, {0.71 (0.4 to 1)} in the years before." +
            next},
       {Link(TriggerCode::kLinkWeaker, true), "link_weaker",
        "The link to <Revenue> is weaker than it was: {0.12 (−0.3 to 0.5)} points of growth per "
        "point of <Active teams> over the last 12 months, {0.71 (0.4 to 1)} in the years before. "
        "The quarter before showed the same." +
            next},
       {adds, "link_adds_less",
        "<Active teams> no longer improves forecasts of <Revenue> as it did: its running gain fell "
        "by {120%} of what chance allows for." +
            next},
       {Link(TriggerCode::kLinkHalved, false), "link_halved",
        "The link to <Revenue> may be weaker: {0.12 (−0.3 to 0.5)} points of growth per point of "
        "<Active teams> over the last 12 months, less than half of the {0.71} in the years before, "
        "for two quarters now. // Settled by one or two more quarters: an estimate over 12 months "
        "can vary by as much by chance."},
       {decoupled, "decoupled",
        "<Active teams> rose by {9%} in the quarter while <the share of users that come back> "
        "changed for the worse by {−5.2% (−8% to −2%)}. The quarter before showed the same. // "
        "Settled by what drove the rise ('northstar explain') and by whether the guardrail "
        "recovers within the next quarter."},
       {strategy, "strategy_changed",
        "A review recorded |on Oct 5, 2026| that the strategy changed." + strategy_next},
       {said, "strategy_changed",
        "anna said |on Oct 5, 2026| that the strategy changed. We sell to enterprises now." +
            strategy_next},
       {Share(TriggerCode::kStageIsOver, 20.4), "stage_is_over",
        "The project says that the product is at launch, but its data go back {20 months}. // "
        "Settled by 'stage:' under north_star: growth or mature, whichever fits."},
       {Share(TriggerCode::kRateAfterLaunch, 20.4), "rate_after_launch",
        "<Active teams> is a rate, which fits a product at launch; its data go back {20 months}, "
        "and a rate does not grow with the product. // Settled by 'stage: launch' if the product "
        "did start anew, else by a star that counts who gets the value."},
       {Share(TriggerCode::kGamedRise, 0.62), "gamed_rise",
        "{62%} of the rise in what <Active teams> counts came from what is pushed, paid for or "
        "machine-like. // Settled by the star without that part: if it did not rise, the rise was "
        "not value."},
       {concentrated, "concentrated",
        "The top 1% of workspaces make up {11 points} more of <Active teams> than a year before: "
        "{31% (25% to 37%)} after {20%}. // Settled by looking at the largest: 'northstar query' "
        "with --distribution. Many small ones that left look the same as a few that grew."},
       {Share(TriggerCode::kMachineLike, 0.2, 0.12), "machine_like",
        "{20%} of what <Active teams> counts came from workspaces with a machine-like rhythm, up "
        "from {12%} a year before. // Settled by a person who looks at them: an integration that "
        "works for customers is no gaming."},
       {diluted, "diluted",
        "<Active teams> tells less and less of who stays: over {14} cohorts, the link between "
        "early value and retention fell from {0.8} to {0.2} while <Active teams> rose. // Settled "
        "by the next cohorts, and by what new customers do early on that earlier ones did not."},
       {Share(TriggerCode::kTooSlow, 30), "too_slow",
        "A change takes {30 days} to show fully in <Active teams>, too long to steer a quarter by. "
        "// Settled by a faster input to steer by, or by a shorter window for the star."},
       {known, "not_understood",
        "{40% (25% to 57%)} of {30} people asked know what <Active teams> is and what they do to "
        "move it. // Settled by a session that explains it ('northstar align --session') and a "
        "further survey; if that does not help, by a simpler star."}},
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
        "The review of |2026-Q3| finds nothing against <Active teams> as the North Star, but "
        "whether it still leads the outcome cannot be told."},
       {with(Code::kLookCloser, {kLinkWeakened}), "look_closer",
        "The review of |2026-Q3| asks for a closer look at <Active teams>, because of a weaker "
        "link to <Revenue>. // Keep the star for now: a single sign can be noise. What would "
        "settle each is said beside it."},
       {with(Code::kChangeDue,
             {kDecoupled, kStrategyChanged, kOutgrownStage, kGamed, kTooSlow, kNotUnderstood}),
        "change_due",
        "The review of |2026-Q3| finds that a change of <Active teams> is due, because of a "
        "guardrail that got worse while it rose, a changed strategy, a stage that the product has "
        "outgrown, signs of gaming, a number that shows changes too slowly and too few people who "
        "can state it. // Evaluate candidates ('northstar evaluate'), and record the decision with "
        "its reason ('northstar decide')."}},
      ReviewRules());
}

TEST(ReviewWords, TriggersHaveTheNamesOfAnswers) {
  EXPECT_EQ(NameOf(ReviewTrigger::kLinkWeakened), "LINK_WEAKENED");
  EXPECT_EQ(NameOf(ReviewTrigger::kNotUnderstood), "NOT_UNDERSTOOD");
}

}  // namespace
}  // namespace northstar::testing
