#include "words/review_sections.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = ReviewSectionStatement::Code;

const SeriesName kTeams{"Active teams", "teams"};
const SeriesName kRevenue{"Revenue", "revenue"};

ReviewSectionStatement Of(Code code, size_t count = 0, double value = 0, double before = 0) {
  ReviewSectionStatement s{code, kTeams, kRevenue};
  s.count = count;
  s.value = value;
  s.before = before;
  s.lag = 3;
  s.entity = "workspace";
  s.share = 0.04;
  s.period = "2026-Q3";
  return s;
}

ReviewSectionStatement Named(Code code, std::vector<SeriesName> names) {
  ReviewSectionStatement s = Of(code, names.size());
  s.names = std::move(names);
  return s;
}

ReviewSectionStatement Known(std::optional<double> before) {
  ReviewSectionStatement s = Of(Code::kKnown, 38, 0.24);
  s.low = 0.13;
  s.high = 0.39;
  s.share = before;
  return s;
}

ReviewSectionStatement Beyond(ReviewSectionStatement s) {
  s.beyond = {{{"Rating", "rating"}, Grain::kWeek, 2, 13}};
  return s;
}

ReviewSectionStatement Unknown(ReviewSectionStatement s, size_t unknown) {
  s.unknown = unknown;
  return s;
}

TEST(ReviewSectionWords, EveryCodeHasItsSentence) {
  const SeriesName rating{"Rating", "rating"};
  const SeriesName invites{"Invites", "invites"};
  ExpectSaid<ReviewSectionStatement>(
      {{Of(Code::kLinkHolds, 0, 0.6, 0.7), "link_holds",
        "<Active teams> still leads <Revenue>: over the last 12 months, 1 point of its growth was "
        "followed by {0.6} points of growth (earlier years: {0.7}), {3 months} later."},
       {Of(Code::kLinkWeaker, 0, 0.1, 0.7), "link_weaker",
        "The link between <Active teams> and <Revenue> has weakened: {0.1} points of growth per "
        "point over the last 12 months, down from {0.7} in earlier years."},
       {Of(Code::kLinkHalved, 0, 0.3, 0.7), "link_halved",
        "The link between <Active teams> and <Revenue> may have weakened: {0.3} points of growth "
        "per point over the last 12 months, compared with {0.7} in earlier years."},
       {Of(Code::kNoOutcome), "no_outcome", "No outcome is set, so there is no link to follow."},
       {Of(Code::kNoLead), "no_lead",
        "No lead of <Active teams> over <Revenue> was detected, so there is no link to follow."},
       {Of(Code::kLinkBySegment), "link_by_segment",
        "The lead was found by comparing segments; there are no two series to follow."},
       {Of(Code::kLinkTooShort), "link_too_short",
        "At least 36 months (or 104 weeks) of data are needed to tell whether the lead over "
        "<Revenue> holds."},
       {Of(Code::kNotDiluted, 12, 0.5, 0.6), "not_diluted",
        "Early value predicts retention as well as before: over {12 cohorts}, the link went from "
        "{0.6} to {0.5}."},
       {Of(Code::kDiluted, 12, 0.2, 0.6), "diluted",
        "Early value predicts retention less and less: over {12 cohorts}, the link fell from {0.6} "
        "to {0.2}."},
       {Of(Code::kFewCohorts, 1), "few_cohorts",
        "At least 8 cohorts are needed to tell whether this changes; there is {1}."},
       {Of(Code::kFewCohorts, 5), "few_cohorts",
        "At least 8 cohorts are needed to tell whether this changes; there are {5}."},
       {Of(Code::kNoUnits), "no_units",
        "The value of <Active teams> does not come from entities that could be followed."},
       {Of(Code::kWatch, 0, 0.21, 0.2), "watch",
        "The top 1% of workspaces account for {21%} of <Active teams>, compared with {20%} a year "
        "earlier; those with a machine-like rhythm account for {4%}."},
       {Of(Code::kWatchTooFew), "watch_too_few",
        "There are too few workspaces to tell how concentrated <Active teams> is."},
       {Of(Code::kNotDecoupled, 3), "not_decoupled",
        "<Active teams>: no decoupling detected in the quarter ({3 series} compared)."},
       {Of(Code::kStarDidNotRise), "star_did_not_rise",
        "<Active teams> did not rise in the quarter, so it cannot have risen at the expense of "
        "anything else."},
       {Named(Code::kDecoupled, {rating, invites}), "decoupled",
        "<Active teams> rose while <Rating> and <Invites> got worse."},
       {Of(Code::kNothingToCompare), "nothing_to_compare",
        "There is too little history: a year before the quarter is needed."},
       {Of(Code::kGuardrailsHeld, 1), "guardrails_held",
        "The guardrail was within its limit at the end of the quarter."},
       {Of(Code::kGuardrailsHeld, 3), "guardrails_held",
        "All {3} guardrails were within their limits at the end of the quarter."},
       {Beyond(Of(Code::kGuardrailsHeld, 1)), "guardrails_held",
        "The guardrail was within its limit at the end of the quarter. // <Rating> was beyond its "
        "limit in {2 of 13 weeks}."},
       {Named(Code::kGuardrailsBroken, {rating}), "guardrails_broken",
        "<Rating> was beyond its limit at the end of the quarter."},
       {Named(Code::kGuardrailsBroken, {rating, invites}), "guardrails_broken",
        "<Rating> and <Invites> were beyond their limits at the end of the quarter."},
       {Of(Code::kGuardrailsUnclear), "guardrails_unclear",
        "No guardrail was clearly beyond its limit, but not all could be judged."},
       {Of(Code::kNoGuardrails), "no_guardrails", "The star has no guardrails."},
       {Of(Code::kInputsMatter, 4), "inputs_matter",
        "No input stopped moving the star ({4 inputs} checked)."},
       {Unknown(Of(Code::kInputsMatter, 2), 1), "inputs_matter",
        "No input stopped moving the star ({2 inputs} checked). // {1 other input} has too short a "
        "history to tell."},
       {Unknown(Of(Code::kInputsMatter, 1), 2), "inputs_matter",
        "No input stopped moving the star ({1 input} checked). // {2 other inputs} have too short "
        "a "
        "history to tell."},
       {Named(Code::kInputsStopped, {invites}), "inputs_stopped",
        "<Invites> moved <Active teams> in earlier years but no longer does."},
       {Named(Code::kInputsStopped, {invites, rating}), "inputs_stopped",
        "<Invites> and <Rating> moved <Active teams> in earlier years but no longer do."},
       {Of(Code::kInputsUnclear), "inputs_unclear",
        "The history is too short to compare the inputs' effect in the last year with earlier "
        "years."},
       {Of(Code::kNoInputs), "no_inputs", "The star has no inputs."},
       {Of(Code::kOkrs, 1), "okrs", "{1 objective} was set for |2026-Q3|."},
       {Of(Code::kOkrs, 2), "okrs", "{2 objectives} were set for |2026-Q3|."},
       {Of(Code::kNoOkrs), "no_okrs", "No OKR was set for |2026-Q3|."},
       {Of(Code::kBets, 1), "bets", "{1 bet} shipped in |2026-Q3|, or ended its experiment then."},
       {Of(Code::kBets, 3), "bets",
        "{3 bets} shipped in |2026-Q3|, or ended their experiment then."},
       {Of(Code::kNoBets), "no_bets", "No bet shipped in |2026-Q3|."},
       {Of(Code::kBetsUnknown), "bets_unknown", "The bets of |2026-Q3| cannot be measured."},
       {Known(std::nullopt), "known",
        "{24%} of {38 people} whose answers are graded know <Active teams> (95% interval: {13%} to "
        "{39%})."},
       {Known(0.3), "known",
        "{24%} of {38 people} whose answers are graded know <Active teams> (95% interval: {13%} to "
        "{39%}), after {30%} in the survey before."},
       {Of(Code::kFewAnswered), "few_answered",
        "Too few answers are graded to say how many people know <Active teams>."},
       {Of(Code::kNotSurveyed), "not_surveyed",
        "Within a year nobody was asked about <Active teams> ('northstar survey open')."},
       {Of(Code::kSurveysUnknown), "surveys_unknown", "Surveys cannot be read."},
       {Of(Code::kPeopleAgree), "people_agree",
        "No two ratings of the candidates are more than a point apart."},
       {Of(Code::kPeopleDisagree, 2), "people_disagree",
        "People disagree on {2 ratings}: talk before averaging."},
       {Of(Code::kNotRated), "not_rated", "Nobody has rated the candidates ('northstar score')."},
       {Of(Code::kDefinitionsChanged, 1), "definitions_changed",
        "{1 definition} in the constellation changed in |2026-Q3|."},
       {Of(Code::kDefinitionsSame), "definitions_same",
        "No recorded definition in the constellation changed in |2026-Q3|."},
       {Of(Code::kDefinitionsUnknown), "definitions_unknown",
        "Recorded definitions cannot be read."}},
      ReviewSectionRules());
}

}  // namespace
}  // namespace northstar::testing
