#include "words/candidate/predicts.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = PredictsStatement::Code;
using Outcome = PredictsStatement::Outcome;

constexpr const char* kMotivation =
    " Users who did more stayed longer. Making others do more may not have the same effect.";

PredictsStatement Followed(Code code, Outcome outcome = Outcome::kRetention) {
  PredictsStatement s{code, outcome, "team"};
  s.early_days = 7;
  s.horizon = 91;
  s.low = {0, 0, 0.31, 12.5};
  s.high = {4, 6, 0.62, 40};
  s.cohorts = 2;
  s.units = 1'204;
  s.events = 1'180;
  s.least_units = 200;
  s.least_cohorts = 3;
  s.least_events = 50;
  s.least_in_group = 50;
  return s;
}

PredictsStatement WithEffect(PredictsStatement s) {
  s.effect_low = 0.12;
  s.effect_high = 0.25;
  return s;
}

const std::string kRetained =
    "{62%} of those with {4} to {6} did other things |from day 7 to day 91|, compared with {31%} "
    "of those with {0}";
const std::string kPaid =
    "those with {4} to {6} paid {40} each |from day 7 to day 91|, those with {0} paid {12.5}";
const std::string kAhead =
    "The top quartile is ahead of the bottom one by {12} to {25} percentage points.";

TEST(PredictsWords, EveryCodeOfRetentionHasItsSentence) {
  PredictsStatement no_payments = Followed(Code::kNoPayments);
  PredictsStatement few_left = Followed(Code::kNotEnoughData);
  few_left.own_events_only = true;
  ExpectSaid<PredictsStatement>(
      {{WithEffect(Followed(Code::kPredicts)), "predicts",
        "New teams with higher early values were retained more often: " + kRetained +
            ". // It predicts more than overall activity does. " + kAhead + kMotivation},
       {WithEffect(Followed(Code::kNotAtEveryStep)), "not_at_every_step",
        "New teams with higher early values were retained more often, but not at every step: " +
            kRetained + ". // " + kAhead + kMotivation},
       {WithEffect(Followed(Code::kPredictsWeakly)), "predicts_weakly",
        "New teams with higher early values were retained more often, but the link is weak or "
        "varies between cohorts: " +
            kRetained + ". // " + kAhead + kMotivation},
       {Followed(Code::kActivityOnly), "activity_only",
        "It only shows that active teams are active: higher early values came with higher "
        "retention, but so did any other activity. // " +
            kRetained + "." + kMotivation},
       {Followed(Code::kReversed), "reversed",
        "New teams with lower early values were retained more often: " + kRetained + "."},
       {WithEffect(Followed(Code::kNotDetected)), "not_detected",
        "There is no evidence that new teams with higher early values were retained more often. // "
        "Any difference between the top and the bottom quartile is below {25 percentage points}."},
       {Followed(Code::kValuesAlike), "values_alike",
        "Nothing to compare: too few of the {1,204} new teams differ in their values in the first "
        "{7 days} ({0}) to form two groups of at least {50}."},
       {few_left, "too_few_followed",
        "Too little data to follow new teams: {1,204} teams in {2 cohorts} could be followed for "
        "{91 days}, and {1,180} of them did it again; at least {200}, {3 cohorts} and {50} are "
        "needed, and as many that did not (so far {24})."},
       {no_payments, "no_payments",
        "How much individual teams pay is unknown: no outcome is set."}},
      PredictsRules());
}

TEST(PredictsWords, PaymentsAreAmounts) {
  PredictsStatement predicts = Followed(Code::kPredicts, Outcome::kRevenue);
  predicts.effect_low = 3.5;
  predicts.effect_high = 12.27;
  EXPECT_EQ(Marked(Words(predicts)),
            "New teams with higher early values paid more: " + kPaid +
                ". // It predicts more than overall activity does. The top quartile is ahead of "
                "the bottom one by {3.5} to {12.3} per unit." +
                kMotivation);
  EXPECT_EQ(Marked(Words(Followed(Code::kActivityOnly, Outcome::kRevenue)).more),
            "T" + kPaid.substr(1) + "." + kMotivation);
  predicts.code = Code::kNotDetected;
  EXPECT_EQ(Marked(Words(predicts).more),
            "Any difference between the top and the bottom quartile is below {12.3 per unit}.");
  EXPECT_EQ(Marked(Words(Followed(Code::kNotEnoughData, Outcome::kRevenue))),
            "Too little data to follow new teams: {1,204} teams in {2 cohorts} could be followed "
            "for {91 days}, and {1,180} of them paid; at least {200}, {3 cohorts} and {50} are "
            "needed.");
}

TEST(PredictsWords, WhyPaymentsAreUnknownIsSaid) {
  PredictsStatement s{Code::kNoPayments, Outcome::kRevenue, "team"};
  s.outcome_metric = {"Revenue", "revenue"};
  const auto why = [&](NoPayments reason) {
    s.why = reason;
    return Marked(Words(s));
  };
  const std::string start = "How much individual teams pay is unknown: ";
  EXPECT_EQ(why(NoPayments::kNotIndividual),
            start + "<Revenue> is not made of individual payments.");
  EXPECT_EQ(why(NoPayments::kNotNamed),
            start + "the events of <Revenue> do not identify any team.");
  EXPECT_EQ(why(NoPayments::kNoneMatched), start + "payments do not identify them.");
}

}  // namespace
}  // namespace northstar::testing
