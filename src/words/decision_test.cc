#include "words/decision.h"

#include "tests/said_rows.h"
#include "words/agreement.h"

namespace northstar::testing {
namespace {

using Code = DecisionStatement::Code;
using Because = DecisionStatement::Because;

const SeriesName kTeams{"Active teams", "teams"};
const SeriesName kUses{"Uses", "uses"};
const SeriesName kRevenue{"Revenue", "revenue"};

DecisionStatement NoneYet(Because because, const std::string& question = "") {
  DecisionStatement s{Code::kNoneYet, kTeams, kRevenue, 0.61};
  s.because = because;
  s.covered = 0.4;
  s.deciding_question = question;
  return s;
}

TEST(DecisionWords, EveryCodeHasItsSentence) {
  const std::string none = "No candidate can be recommended yet: ";
  const std::string first =
      " // On the other questions, <Active teams> ranks first ({61%} of the weightings tried).";
  ExpectSaid<DecisionStatement>(
      {{{Code::kRecommended, kTeams, kRevenue, 0.974},
        "recommended",
        "<Active teams> is the best-evidenced North Star: it leads <Revenue> and ranks first in "
        "{97%} of the weightings tried."},
       {NoneYet(Because::kNoOutcome, "Can teams move it?"), "none_yet",
        none + "no outcome is set, so no lead can be tested. // The deciding question: “Can teams "
               "move it?”"},
       {NoneYet(Because::kShortHistory), "none_yet",
        none + "the history is too short to judge which candidate leads <Revenue>." + first},
       {NoneYet(Because::kNoLead), "none_yet",
        none + "<Active teams>, which has the most points, was not shown to lead <Revenue>." +
            first},
       {NoneYet(Because::kFewAnswers), "none_yet",
        none + "only {40%} of the questions have an answer for <Active teams>." + first},
       {NoneYet(Because::kRarelyFirst), "none_yet",
        none +
            "<Active teams> has the most points, but ranks first in only {61%} of the "
            "weightings tried." +
            first},
       {{Code::kNotMeasured, kTeams, kRevenue, 0, "'used' never occurred."},
        "not_measured",
        none + "'used' never occurred."},
       {{Code::kAllRejected},
        "all_rejected",
        "No candidate is fit to be a North Star: each fails a required condition."}},
      DecisionRules());
}

TEST(DecisionWords, EveryChangeHasItsSentence) {
  using Change = DecisionChange::Code;
  const std::vector<std::pair<DecisionChange, std::string>> rows = {
      {{Change::kNoWeighting, kTeams, kUses},
       "No weighting of the questions ranks <Uses> above <Active teams> with today's points."},
      {{Change::kWeight, kTeams, kUses, "Is it simple?", 0.1, 0.34},
       "If “Is it simple?” had a weight of {34%} instead of {10%}, <Uses> would tie for first."},
      {{Change::kWeakenedLead, kRevenue, {}, "", 0, 0, DayOf({2026, 10, 1})},
       "From |2026-10-01| on, with one more quarter of data: a weakened lead over <Revenue>."},
      {{Change::kAnswer, {}, {}, "Is it simple?", 0, 0, 0, "It has no description."},
       "An answer to “Is it simple?”: It has no description."},
      {{Change::kRatings},
       "Nobody has rated the candidates: ratings from several people (northstar score) would add "
       "one more question."},
  };
  for (const auto& [change, text] : rows) EXPECT_EQ(Marked(Words(change)), text);
}

TEST(AgreementWords, EveryCodeHasItsSentence) {
  using Agreement = AgreementStatement::Code;
  ExpectSaid<AgreementStatement>(
      {{{Agreement::kNobodyRated},
        "nobody_rated",
        "Nobody has rated a candidate yet; use 'northstar score'."},
       {{Agreement::kTooFewRatings, 1},
        "too_few_ratings",
        "{1 person} rated; agreement can be measured once two people have rated the same things."},
       {{Agreement::kAgree, 3}, "agree", "{3 people} rated and agree well."},
       {{Agreement::kAgreeSomewhat, 3},
        "agree_somewhat",
        "{3 people} rated and agree somewhat: look at where they differ before relying on it."},
       {{Agreement::kDisagree, 3},
        "disagree",
        "{3 people} rated and do not agree: talk before averaging."}},
      AgreementRules());
}

}  // namespace
}  // namespace northstar::testing
