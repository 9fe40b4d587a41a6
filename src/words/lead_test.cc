#include "words/lead.h"

#include "tests/said_rows.h"
#include "words/lead_caveats.h"
#include "words/lead_panel.h"

namespace northstar::testing {
namespace {

using Code = LeadStatement::Code;

LeadStatement Found(Code code) {
  LeadStatement s{code, {"Active teams", "teams"}, {"Revenue", "revenue"}, Grain::kMonth, 40};
  s.lag = 3;
  return s;
}

LeadStatement WithAll(Code code) {
  LeadStatement s = Found(code);
  s.effect = {0.566, 0.919, 0.9, 22, 0.759};
  s.chance = {0.0002, 0.0008, 4};
  return s;
}

const std::string kEffect =
    "Each extra point of growth in <Active teams> was associated with {0.57} to {0.92} extra "
    "points "
    "of growth in <Revenue> (90% interval, corrected for 22 lags tried). In a forecast test, the "
    "metric reduced the squared error by {76%}.";
const std::string kChance =
    " Chance alone would show this in {fewer than 0.1%} of cases, even with 4 candidates tried.";

LeadStatement TooShort() {
  LeadStatement s = Found(Code::kNotEnoughData);
  s.periods = 11;
  s.shortfall = {7, 13, DayOf({2026, 12, 1}), DayOf({2027, 6, 1}), 60};
  return s;
}

LeadStatement Asked(Code code) {
  LeadStatement s{code};
  s.asked = Say("Asked: {}.", Value("2"));
  return s;
}

TEST(LeadWords, EveryCodeHasItsSentence) {
  LeadStatement hint = Found(Code::kSuggestive);
  hint.inverse = true;
  hint.chance.together = 0.071;
  LeadStatement together = Found(Code::kMovesTogether);
  together.correlation = 0.667;
  LeadStatement missed = Found(Code::kNotDetected);
  missed.detectable = 0.31;
  const std::string grew = "When <Active teams> grew faster, <Revenue> ";
  ExpectSaid<LeadStatement>(
      {{WithAll(Code::kLeads), "leads",
        grew + "grew faster {3 months later} in {40 months} of data. // " + kEffect + kChance +
            " This is an association in time, not proof of causation."},
       {Found(Code::kLikelyLeads), "likely_leads",
        grew + "probably grew faster {3 months later} in {40 months} of data. // This is an "
               "association in time, not proof of causation."},
       {Found(Code::kLeadsInversely), "leads_inversely",
        grew + "probably grew faster {3 months later} in {40 months} of data. // This is the wrong "
               "direction for a metric that should rise with <Revenue>. If lower is better, set "
               "desired_change: decrease."},
       {hint, "suggestive",
        "There is a hint that <Active teams> leads <Revenue> inversely by {3 months}, but with {40 "
        "months} of data it could still be chance (p = 0.07)."},
       {together, "moves_together",
        "<Active teams> and <Revenue> move in the same month (correlation {0.67}); neither leads."},
       {Found(Code::kFollows), "follows",
        "<Active teams> lags <Revenue> by about {3 months}: <Revenue> moves first, so the metric "
        "cannot give early warning."},
       {missed, "not_detected",
        "No lead of <Active teams> over <Revenue> was detected in {40 months} of data. // A lead "
        "of at least {0.31} points of growth per point would probably have been detected; a weaker "
        "one may exist."},
       {Found(Code::kIsRevenue), "is_revenue",
        "<Active teams> is <Revenue> itself or derived from it, so it cannot lead it."},
       {Found(Code::kMayBeRevenue), "may_be_revenue",
        "<Active teams> and <Revenue> change by the same percentage in every month: they may be "
        "one amount under two names, which cannot lead itself. // If it is the company's own "
        "income, set income: true; a candidate driven by customers would have different numbers."},
       {Found(Code::kNoVariation), "no_variation",
        "<Revenue> does not change, so there is nothing to compare."},
       {TooShort(), "not_enough_data",
        "It is too early to tell whether <Active teams> leads <Revenue>. // The history has 11 "
        "complete months: 7 more are needed before a lead can be tested, and 13 more before it can "
        "be called likely (from |2026-12-01| and from |2027-06-01|)."},
       {Asked(Code::kLeadsBySegment), "leads_by_segment",
        "Asked: {2}. // This is an association within segments, not proof of causation."},
       {Asked(Code::kNeverSeen), "never_seen", "Asked: {2}."}},
      LeadRules());
}

TEST(LeadWords, BothSignsAndWidthsAreSaid) {
  LeadStatement s = Found(Code::kLeads);
  s.width = 3;
  s.inverse = true;
  EXPECT_EQ(Marked(Words(s).first),
            "When <Active teams> grew faster for 3 months, <Revenue> grew more slowly {3 to 5 "
            "months later} in {40 months} of data.");
  s.inverse_wanted = true;
  EXPECT_EQ(Marked(Words(s).first),
            "When <Active teams> grew more slowly for 3 months, <Revenue> grew faster {3 to 5 "
            "months later} in {40 months} of data.");
  s.effect = {-0.9, -0.2, 0.95, 5};
  s.chance = {0.02, 0.06, 3};
  EXPECT_EQ(Marked(Words(s).more),
            "Each extra point of growth in <Active teams> was associated with {0.2} to {0.9} fewer "
            "points of growth in <Revenue> (95% interval, corrected for 5 lags tried). Chance "
            "alone would show this in {2%} of cases, and in {6%} with 3 candidates tried. This is "
            "an association in time, not proof of causation.");
}

TEST(LeadWords, WhyItCannotLeadIsSaid) {
  LeadStatement income = Found(Code::kIsRevenue);
  income.other_income = true;
  EXPECT_EQ(Marked(Words(income)),
            "<Active teams> is the company's own income, like <Revenue>, so it cannot lead it.");
  LeadStatement constant = Found(Code::kNoVariation);
  constant.candidate_is_constant = true;
  EXPECT_EQ(Marked(Words(constant)),
            "<Active teams> does not change, so there is nothing to compare.");
  LeadStatement weeks = TooShort();
  weeks.grain = Grain::kWeek;
  EXPECT_EQ(Marked(Words(weeks).more), "There are {11 weeks} of history; the test needs 60.");
}

TEST(LeadPanelWords, EveryCodeHasItsSentence) {
  const auto say = [](LeadPanelStatement::Code code) {
    return Marked(Words(LeadPanelStatement{
        code, {"Active teams", "teams"}, {"Revenue", "revenue"}, "plan", 9, 30, 2}));
  };
  const std::string start = "Segment by segment ({9 of plan over 30 months}), ";
  EXPECT_EQ(say(LeadPanelStatement::Code::kLeads),
            start +
                "where <Active teams> grew faster than elsewhere, <Revenue> grew faster {2 "
                "months} later.");
  EXPECT_EQ(say(LeadPanelStatement::Code::kFollows), start + "<Revenue> moves first.");
  EXPECT_EQ(say(LeadPanelStatement::Code::kNotDetected), start + "no lead was detected.");
  EXPECT_EQ(say(LeadPanelStatement::Code::kNoVariation),
            start + "nothing varies enough to compare.");
  EXPECT_EQ(say(LeadPanelStatement::Code::kNotEnoughData),
            "Comparing segments takes at least 8 of them with 12 months each; plan has {9 "
            "segments}.");
}

TEST(LeadCaveatWords, EveryCodeHasItsSentence) {
  using Caveat = LeadCaveat::Code;
  const std::vector<std::pair<LeadCaveat, std::string>> rows = {
      {{Caveat::kLongerLags, Grain::kMonth, 8, 12},
       "Lags beyond 8 months cannot be tested yet; lags of up to 12 months need 36 months of "
       "history."},
      {{Caveat::kPowerOfMonths},
       "With 24 months, a strong lead (explaining half of the outcome's growth) is detected in "
       "about 4 of 5 cases and a moderate one in about half; with 36 months, nearly always and in "
       "about 3 of 4."},
      {{Caveat::kWeeksHintOnly}, "Weekly data: this version reports a hint at most."},
      {{Caveat::kModerateMissed, Grain::kMonth, 0, 0, 30},
       "With 30 months, a real but moderate lead is missed about half of the time."},
      {{Caveat::kNonPositive},
       "Some values are not positive, so growth was measured on a scale other than percent."},
      {{Caveat::kSeason}, "The history is too short to tell yearly seasonality from a lead."},
      {{Caveat::kOutliers}, "Isolated extreme jumps were capped before the test."},
      {{Caveat::kOnePair}, "Without the two most influential periods, there would be no lead."},
      {{Caveat::kShiftsAlike},
       "The two correlate just as well when shifted by more than the longest lag, so this is not a "
       "lead."},
      {{Caveat::kUnstableSign}, "The first and second halves of the history disagree."},
  };
  for (const auto& [caveat, text] : rows) EXPECT_EQ(Words(caveat), text);
}

}  // namespace
}  // namespace northstar::testing
