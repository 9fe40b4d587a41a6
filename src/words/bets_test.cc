#include "words/bets.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

const SeriesName kSetup{"Setup rate", "setup"};
const SeriesName kTeams{"Active teams", "teams"};

EffectWords Effect(const SeriesName& name, double effect, double low, double high) {
  EffectWords words;
  words.series = name;
  words.effect = effect;
  words.low = low;
  words.high = high;
  return words;
}

BetStatement Statement(BetStatement::Code code) {
  BetStatement s{code};
  s.bet = "Guided setup";
  s.effect = Effect(kSetup, .18, .12, .24);
  return s;
}

TEST(BetWords, EveryCodeHasItsSentence) {
  using Code = BetStatement::Code;
  using Method = BetStatement::Method;
  using Reason = BetStatement::Reason;
  BetStatement worked = Statement(Code::kWorked);
  worked.expected = .2;
  worked.method = Method::kExperiment;
  worked.entity = "user";
  worked.treated = 10'211;
  worked.control = 10'190;
  worked.in_both = 3;
  worked.not_yet = 1'250;
  worked.star = Effect(kTeams, .012, -.001, .025);
  worked.implied = .01;
  worked.explains = true;
  BetStatement partly = Statement(Code::kPartly);
  partly.method = Method::kSegments;
  partly.reason = Reason::kParallel;
  partly.time.grain = Grain::kWeek;
  partly.after = 12;
  partly.false_alarms = .05;
  partly.placebos = 20;
  partly.expected = .3;
  partly.worse = {{"Rating", "rating"}};
  BetStatement backfired = Statement(Code::kBackfired);
  backfired.method = Method::kForecast;
  backfired.reason = Reason::kDrift;
  backfired.time.grain = Grain::kWeek;
  backfired.after = 6;
  backfired.false_alarms = .1;
  backfired.placebos = 20;
  backfired.meanwhile = {"Prices rose"};
  BetStatement none = Statement(Code::kNotDetected);
  none.effect = Effect(kSetup, .003, -.02, .026);
  none.effect.detectable = .04;
  none.moves_nothing = true;
  BetStatement difference = Statement(Code::kNotDetected);
  difference.effect = {};
  difference.effect.series = kSetup;
  difference.effect.difference = 3;
  difference.effect.difference_low = -1;
  difference.effect.difference_high = 7;
  BetStatement early = Statement(Code::kTooEarly);
  early.problem = "it shipped 3 days ago, and 14 days are needed";
  BetStatement ratio = Statement(Code::kSampleRatio);
  ratio.method = Method::kExperiment;
  ratio.entity = "user";
  ratio.treated = 900;
  ratio.control = 100;
  ratio.arms_p = 1e-9;
  BetStatement unmeasured = Statement(Code::kNotMeasurable);
  unmeasured.problem = "all units were in one arm, 'a'";
  ExpectSaid<BetStatement>(
      {{worked, "worked",
        "Guided setup worked: it moved <Setup rate> by {+18%} (95% interval: {+12%} to {+24%}); "
        "{+20%} was expected. // By experiment (grade A): {10,211 users} in treatment, {10,190} in "
        "control. {3} exposed to both arms were left out. {1,250} were exposed too recently to "
        "count. Effect on <Active teams>: {+1.2%} (95% interval: {−0.1%} to {+2.5%}). The input's "
        "known strength implies {+1%}, which is consistent with that."},
       {partly, "partly",
        "Guided setup worked in part: it moved <Setup rate> by {+18%} (95% interval: {+12%} to "
        "{+24%}); {+30%} was expected. // The segment it touched was compared with the rest over "
        "{12 weeks} (grade B). Both moved the same way before. As a check, the same method found "
        "an effect at {5%} of {20} earlier dates when nothing shipped. A guardrail got worse: "
        "<Rating>."},
       {backfired, "backfired",
        "Guided setup backfired: it moved <Setup rate> by {+18%} (95% interval: {+12%} to {+24%}). "
        "// The actual values were compared with a forecast over {6 weeks} (grade C). The "
        "untouched segment moved differently before, so it was not used. As a check, the same "
        "method found an effect at {10%} of {20} earlier dates when nothing shipped. Meanwhile: "
        "Prices rose."},
       {none, "not_detected",
        "No effect of Guided setup on <Setup rate> was detected: {+0.3%} (95% interval: {−2%} to "
        "{+2.6%}). // It targets no input of the star. An effect of {4%} or more would probably "
        "have been detected."},
       {difference, "not_detected",
        "No effect of Guided setup on <Setup rate> was detected: {+3} (95% interval: {−1} to "
        "{+7})."},
       {early, "too_early",
        "It is too early to judge Guided setup. // It shipped 3 days ago, and 14 days are needed."},
       {ratio, "sample_ratio",
        "The arm sizes of Guided setup do not match the intended split ({p < 0.0001}), so no "
        "effect is shown. // Units were lost or counted selectively: {900} in treatment, {100} in "
        "control. Check how users are assigned and when exposures are sent."},
       {unmeasured, "not_measurable",
        "The effect of Guided setup cannot be measured. // All units were in one arm, 'a'."},
       {Statement(Code::kOpen), "open", "Guided setup has not shipped yet."}},
      BetRules());
}

TEST(BetRecordWords, EveryCodeHasItsSentence) {
  using Code = BetRecordStatement::Code;
  ExpectSaid<BetRecordStatement>(
      {{{Code::kNone}, "no_record", "No bet has been measured against an expectation yet."},
       {{Code::kRecord, 7, .4, .714, .36, .92, .47},
        "record",
        "Past bets delivered {40%} of their expected effect (median of {7 bets}). // {71%} went in "
        "the expected direction (95% interval: {36%} to {92%}). New expectations are scaled by "
        "{0.47}."}},
      BetRecordRules());
}

TEST(PlannedBetWords, EveryCodeHasItsSentence) {
  using Code = PlannedBetStatement::Code;
  ExpectSaid<PlannedBetStatement>(
      {{{Code::kMoves, "Guided setup", kTeams, kSetup, .012, .003, .021, true},
        "moves_star",
        "Guided setup would move <Active teams> by {+1.2%} ({+0.3%} to {+2.1%}), the most for its "
        "effort."},
       {{Code::kMoves, "Invites", kTeams, kSetup, -.012},
        "moves_star",
        "Invites would move <Active teams> by {−1.2%}."},
       {{Code::kMovesNothing, "Dark mode", kTeams},
        "moves_nothing",
        "Dark mode is not linked to <Active teams>. // It targets no input; set 'moves:' to the "
        "one "
        "it should move."},
       {{Code::kNoExpectation, "Invites", kTeams, kSetup},
        "no_expectation",
        "How much Invites would move <Active teams> is unknown. // Set 'expect:' to how much it "
        "should move <Setup rate>."},
       {{Code::kUnknown, "Invites", kTeams, kSetup},
        "strength_unknown",
        "How much Invites would move <Active teams> is unknown. // It is not known how strongly "
        "<Setup rate> moves it; a formula ('decomposition:') or a longer history would tell."},
       {{Code::kOutsideFormula, "Invites", kTeams, kSetup},
        "outside_formula",
        "How much Invites would move <Active teams> is unknown. // <Setup rate> is not part of the "
        "formula of <Active teams>."},
       {{Code::kNoStar, "Dark mode"},
        "no_star",
        "What Dark mode would move is unknown: no North Star is chosen."}},
      PlannedBetRules());
}

TEST(BetsWords, EveryCodeHasItsSentence) {
  using Code = BetsStatement::Code;
  ExpectSaid<BetsStatement>(
      {{{Code::kNoBets}, "no_bets", "The project has no bets."},
       {{Code::kNoneShipped, 0, 0, 0, 0, 0, 0, 0, {"Dark mode is not linked to the star."}},
        "none_shipped",
        "No bet has shipped yet. // Dark mode is not linked to the star."},
       {{Code::kCounts, 6, 1, 1, 1, 1, 1, 1},
        "bets_measured",
        "{6 shipped bets}: {1} worked, {1} worked in part, {1} backfired, {1} without a "
        "detected effect, {1} too early to judge and {1} not measurable."},
       {{Code::kPlan, 0, 0, 0, 0, 0, 0, 0, {"Nudges would move it.", "Themes would not."}},
        "plan",
        "Nudges would move it. // Themes would not."},
       {{Code::kNoneOpen}, "none_open", "There are no open bets."}},
      BetsRules());
}

}  // namespace
}  // namespace northstar::testing
