#include "words/align.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

const SeriesName kStar{"Active teams", "teams"};
const SeriesName kNew{"New teams", "new_teams"};
const SeriesName kTickets{"Ticket time", "tickets"};

EdgeStatement Edge(EdgeStatement::Code code) {
  EdgeStatement s{code, kNew, kStar};
  s.contribution = 31;
  s.look.unit = "teams";
  s.look.unit_of_one = "team";
  s.share = 0.38;
  s.low = 0.3;
  s.high = 0.45;
  s.reason = "too little shared history";
  return s;
}

EdgeStatement One(EdgeStatement s) {
  s.contribution = -1;
  return s;
}

EdgeStatement Share(EdgeStatement s) {
  s.look.kind = ValueLook::Kind::kPercent;
  s.contribution = 0.021;
  return s;
}

TEST(EdgeWords, EveryCodeHasItsSentence) {
  using Code = EdgeStatement::Code;
  ExpectSaid<EdgeStatement>(
      {{Edge(Code::kContributed), "contributed",
        "<New teams> contributed {+31\u202fteams} to the last change of <Active teams>."},
       {One(Edge(Code::kContributed)), "contributed",
        "<New teams> contributed {−1\u202fteam} to the last change of <Active teams>."},
       {Share(Edge(Code::kContributed)), "contributed",
        "<New teams> contributed {+2.1\u202fpoints} to the last change of <Active teams>."},
       {Edge(Code::kPartOf), "part_of", "<New teams> is part of <Active teams> by definition."},
       {Edge(Code::kLeads), "leads",
        "Growth of <New teams> predicts {38%} of the later growth of <Active teams> (90% interval: "
        "{30%} to {45%})."},
       {Edge(Code::kNoLead), "no_lead", "No lead of <New teams> over <Active teams> was detected."},
       {Edge(Code::kSameFigure), "same_figure",
        "<New teams> counts the same as <Active teams>, with another filter, grain or window."},
       {Edge(Code::kBesideFormula), "beside_formula",
        "<New teams> is not part of the formula of <Active teams>."},
       {Edge(Code::kNotMeasured), "not_measured",
        "How strongly <New teams> moves <Active teams> is unknown: too little shared history."}},
      EdgeRules());
}

TEST(MovedWords, EveryCodeHasItsSentence) {
  using Code = MovedStatement::Code;
  MovedStatement s{Code::kMoved, kNew};
  s.time.grain = Grain::kWeek;
  s.label = "2026-06-22";
  s.value = 56;
  s.before = 50;
  s.periods = 13;
  MovedStatement alone = s;
  alone.code = Code::kNoPast;
  MovedStatement none = s;
  none.code = Code::kNoData;
  none.problem = "no complete week yet";
  ExpectSaid<MovedStatement>(
      {{s, "moved",
        "<New teams>: {56} |in the week of Jun 22, 2026|, {+12%} compared with 13 weeks earlier."},
       {alone, "no_past", "<New teams>: {56} |in the week of Jun 22, 2026|."},
       {none, "no_value", "<New teams>: there is no value. // No complete week yet."}},
      MovedRules());
}

TEST(TeamWords, EveryCodeHasItsSentence) {
  using Code = TeamStatement::Code;
  ExpectSaid<TeamStatement>(
      {{{Code::kThroughInputs, "Growth", kStar, {kNew, kTickets}, {}},
        "through_inputs",
        "Growth works on <Active teams> through <New teams> and <Ticket time>."},
       {{Code::kOwnsStar, "Product", kStar, {}, {}},
        "owns_star",
        "Product owns <Active teams> itself, and none of its inputs. // Make it the 'owner:' of an "
        "input under 'inputs:'."},
       {{Code::kLooseKpis, "Support", kStar, {}, {kTickets}},
        "loose_kpis",
        "Support has no line of sight to <Active teams>: <Ticket time> ladders up to no input. // "
        "Set 'ladders_to:' under 'kpis:' to the input they feed."},
       {{Code::kNothing, "Finance", kStar, {}, {}},
        "nothing",
        "Finance has no line of sight to <Active teams>: it owns neither an input nor a KPI. // "
        "Make it the owner of an input, or add one of its KPIs under 'kpis:'."}},
      TeamRules());
}

TEST(AlignWords, EveryCodeHasItsSentence) {
  using Code = AlignStatement::Code;
  ExpectSaid<AlignStatement>(
      {{{Code::kAll, kStar, 3, false, {}},
        "all",
        "All {3 teams} have a line of sight to <Active teams>."},
       {{Code::kAll, kStar, 1, false, {}},
        "all",
        "The only team has a line of sight to <Active teams>."},
       {{Code::kSome, kStar, 3, false, {"Finance"}},
        "some",
        "{2 of 3 teams} have a line of sight to <Active teams>; Finance has none."},
       {{Code::kSome, kStar, 3, true, {"carol"}},
        "some",
        "{2 of 3 teams and owners} have a line of sight to <Active teams>; carol has none."},
       {{Code::kNobody, kStar, 2, false, {"Finance", "Legal"}},
        "nobody",
        "Nobody has a line of sight to <Active teams>: Finance and Legal have none."},
       {{Code::kNobody, kStar, 0, false, {}},
        "nobody",
        "No team is named, so nobody has a line of sight to <Active teams>."}},
      AlignRules());
}

}  // namespace
}  // namespace northstar::testing
