#include "words/detection.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = DetectionStatement::Code;

DetectionStatement Looked(Code code) {
  DetectionStatement s{code, {"Active teams", "teams"}, {}, {Grain::kWeek}, 120, 16};
  return s;
}

DetectionStatement WithRun(const UnusualRun& run) {
  DetectionStatement s = Looked(Code::kUnusual);
  s.runs = 3;
  s.latest = run;
  return s;
}

const UnusualRun kOne{"2026-06-22", "2026-06-22", "2026-06-22", 1, 410, false};
const UnusualRun kSeveral{"2026-06-08", "2026-06-22", "2026-06-15", 3, 910, true};

TEST(DetectionWords, EveryCodeHasItsSentence) {
  DetectionStatement shifted = Looked(Code::kLevelChanged);
  shifted.level_moves = true;
  shifted.shift = {"2026-05-11", 680, 585, -0.14};
  DetectionStatement few = Looked(Code::kTooFewValues);
  few.known = 1;
  ExpectSaid<DetectionStatement>(
      {{shifted, "level_changed",
        "The level of <Active teams> fell by {14%} from about {680} to {585} |in the week of May "
        "11, 2026|. // None of the {120} values of <Active teams> was unusual by itself."},
       {WithRun(kOne), "unusual",
        "<Active teams> was unusual {3 times} in {120} values; most recently |in the week of Jun "
        "22, 2026|: {410}, below the expected range."},
       {Looked(Code::kNothingUnusual), "nothing_unusual",
        "Nothing unusual in {120} values of <Active teams>."},
       {few, "too_few_values",
        "<Active teams> has {1 value}; at least {16} are needed to tell what is unusual."}},
      DetectionRules());
}

TEST(DetectionWords, RunsSayHowLongTheyLast) {
  EXPECT_EQ(Marked(Words(WithRun(kSeveral)).first),
            "<Active teams> was unusual {3 times} in {120} values; most recently from |2026-06-08| "
            "to |2026-06-22| ({3 weeks}), at worst {910} |in the week of Jun 15, 2026|, above the "
            "expected range.");
  DetectionStatement still = WithRun(kSeveral);
  still.latest->stood_still = true;
  still.runs = 1;
  EXPECT_EQ(Marked(Words(still).first),
            "<Active teams> was unusual {once} in {120} values; most recently from |2026-06-08| to "
            "|2026-06-22| ({3 weeks}), when it stayed at {910}.");
}

TEST(DetectionWords, FilesHaveTimesOfTheirOwn) {
  DetectionStatement s = WithRun(kSeveral);
  s.series = {"load"};
  s.time = {{}, true};
  EXPECT_EQ(Marked(Words(s).first),
            "<load> was unusual {3 times} in {120} values; most recently from |2026-06-08| to "
            "|2026-06-22| ({3 values}), at worst {910} |at 2026-06-15|, above the expected range.");
}

TEST(DetectionNoteWords, EveryCodeHasItsSentence) {
  using Note = DetectionNote::Code;
  EXPECT_EQ(Words(DetectionNote{Note::kSeason, 7, 0.62}),
            "Weekly seasonality explains 62% of the variation around the trend.");
  EXPECT_EQ(Words(DetectionNote{Note::kSeason, 1, 0.62}),
            "Daily seasonality explains 62% of the variation around the trend.");
  EXPECT_EQ(Words(DetectionNote{Note::kSeason, 365, 0.62}),
            "Yearly seasonality explains 62% of the variation around the trend.");
  EXPECT_EQ(Words(DetectionNote{Note::kYearBefore, 0, 0, 1}),
            "1 value was just as far off at the same time a year before, so there is no alert.");
  EXPECT_EQ(Words(DetectionNote{Note::kYearBefore, 0, 0, 4}),
            "4 values were just as far off at the same time a year before, so there is no alert.");
  EXPECT_EQ(Words(DetectionNote{Note::kStaircase}),
            "Several level shifts in one direction can be a single gradual change: a straight line "
            "shows up as a staircase.");
}

}  // namespace
}  // namespace northstar::testing
