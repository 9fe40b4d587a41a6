#include "words/survey.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = SurveyStatement::Code;

SurveyStatement Of(Code code) {
  SurveyStatement s{code, {"Active teams", "teams"}};
  s.invited = 20;
  s.teams = 3;
  s.answered = 12;
  s.knows = 9;
  s.share = 0.75;
  s.low = 0.4677;
  s.high = 0.9111;
  s.id = "5f0e12ab34cd";
  s.grades = {{"name", "yes"}, {"meaning", "unclear"}, {"action", "no"}};
  s.by = "dora";
  return s;
}

SurveyStatement Named(SurveyStatement s) {
  s.named = true;
  return s;
}

SurveyStatement Uninvited(SurveyStatement s) {
  s.invited = {};
  return s;
}

SurveyStatement Unclear(SurveyStatement s, int64_t unclear) {
  s.unclear = unclear;
  s.knows = 1;
  return s;
}

SurveyStatement Graded(SurveyStatement s) {
  s.grades = {{"meaning", "yes"}};
  return s;
}

TEST(SurveyWords, EveryCodeHasItsSentence) {
  const std::string rate =
      "{9 of 12} people who answered can name, explain and move <Active teams>: {75%} (95% "
      "interval: {47%} to {91%}).";
  ExpectSaid<SurveyStatement>(
      {{Of(Code::kOpened), "opened",
        "The survey about <Active teams> is open: {20 people} of {3 teams} are invited."},
       {Named(Of(Code::kOpened)), "opened",
        "This survey is not anonymous: addresses are kept. The survey about <Active teams> is "
        "open: "
        "{20 people} of {3 teams} are invited."},
       {Uninvited(Of(Code::kOpened)), "opened",
        "The survey about <Active teams> is open to everyone."},
       {Of(Code::kNobodyAnswered), "nobody_answered",
        "Nobody has answered the survey about <Active teams> yet. // Of {20} invited, {12} "
        "answered."},
       {Uninvited(Of(Code::kNoneGraded)), "none_graded",
        "None of the {12 answers} about <Active teams> is fully graded yet."},
       {Of(Code::kRate), "rate",
        rate + " // Of {20} invited, {12} answered; counting everyone else as “no”, the rate is "
               "{45%}."},
       {Uninvited(Of(Code::kRate)), "rate", rate},
       {Unclear(Of(Code::kRate), 11), "rate",
        "{1 of 1} person whose answers are fully graded can name, explain and move <Active teams>: "
        "{75%} (95% interval: {47%} to {91%}). // {11 answers} are not fully graded yet. Of {20} "
        "invited, {12} answered; counting everyone else as “no”, the rate is {5%}."},
       {Of(Code::kAnswered), "answered",
        "The answer was recorded as {5f0e12ab34cd}: name {yes}, meaning {unclear} and action "
        "{no}."},
       {Of(Code::kAnsweredBefore), "answered_before",
        "This answer was already recorded as {5f0e12ab34cd}: name {yes}, meaning {unclear} and "
        "action {no}."},
       {Graded(Of(Code::kGraded)), "graded", "dora graded answer {5f0e12ab34cd}: meaning {yes}."},
       {Of(Code::kClosed), "closed",
        "The survey about <Active teams> is closed, and the key that linked answers to people is "
        "destroyed. // " +
            rate +
            " Of {20} invited, {12} answered; counting everyone else as “no”, "
            "the rate is {45%}."},
       {Uninvited(Unclear(Of(Code::kClosed), 12)), "closed",
        "The survey about <Active teams> is closed, and the key that linked answers to people is "
        "destroyed."},
       {Named(Uninvited(Unclear(Of(Code::kClosed), 12))), "closed",
        "This survey is not anonymous: addresses are kept. The survey about <Active teams> is "
        "closed."}},
      SurveyRules());
}

}  // namespace
}  // namespace northstar::testing
