#include "words/check.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = CheckStatement::Code;
const SeriesName kTeams{"Active teams", "teams"};
const SeriesName kRating{"Rating", "rating"};

CheckStatement Statement(Code code, const SeriesName& series = kTeams) {
  CheckStatement s{code, series, {}, {Grain::kWeek}};
  s.label = "2026-06-22";
  s.value = 687;
  return s;
}

CheckStatement Limit(Code code, double value, double limit, const char* tolerance = "") {
  CheckStatement s = Statement(code, kRating);
  s.value = value;
  s.limit = limit;
  s.tolerance = tolerance;
  s.periods = 8;
  return s;
}

CheckStatement RedFlag() {
  CheckStatement s = Statement(Code::kDecoupled);
  s.other = kRating;
  s.periods = 8;
  s.rise = 0.09;
  s.rise_low = 0.05;
  s.rise_high = 0.13;
  s.worse = -0.021;
  s.worse_low = -0.032;
  s.worse_high = -0.01;
  return s;
}

CheckStatement Feedback(Code code, double value, double limit) {
  CheckStatement s = Statement(code);
  s.source = "reviews";
  s.value = value;
  s.limit = limit;
  s.at_least = false;
  s.star_rises = code == Code::kNegativeShare;
  if (code == Code::kNegativeShare) s.look.kind = ValueLook::Kind::kPercent;
  return s;
}

CheckStatement Unusual(double value, double limit, const char* segment = "") {
  CheckStatement s = Statement(Code::kUnusual);
  s.value = value;
  s.limit = limit;
  s.expected = 800;
  s.segment = segment;
  return s;
}

CheckStatement OfSource(Code code, double silence, double most) {
  CheckStatement s{code};
  s.source = "app";
  s.silence = silence;
  s.most_silence = most;
  s.last = "2026-06-22T10:00";
  s.rejected = 0.05;
  s.rejected_before = 0.002;
  return s;
}

CheckStatement Link(Code code) {
  CheckStatement s = Statement(code);
  s.outcome = {"Revenue", "revenue"};
  s.effect = 0.1;
  s.effect_low = 0.5;
  s.effect_high = 1.2;
  return s;
}

CheckStatement Dated(Code code) {
  CheckStatement s = Statement(code);
  s.day = *ParseDay("2026-06-22");
  s.days = 3;
  return s;
}

CheckStatement NoData(const SeriesName& series, const char* source, const char* problem) {
  CheckStatement s{Code::kNoData, series};
  s.source = source;
  s.problem = problem;
  return s;
}

TEST(CheckWords, EveryCodeHasItsSentence) {
  CheckStatement by_project = OfSource(Code::kSilent, 5 * 3600, 3 * 3600);
  by_project.set = true;
  CheckStatement never = by_project;
  never.last = "";
  CheckStatement uncertain = RedFlag();
  uncertain.rise_low = -0.01;
  ExpectSaid<CheckStatement>(
      {
          {Limit(Code::kLimitBroken, 3.1, 3.5), "limit_broken",
           "<Rating>: {3.1} |in the week of Jun 22, 2026|, beyond its limit (at least {3.5})."},
          {Limit(Code::kLimitBroken, 3.1, 3.43, "2%"), "limit_broken",
           "<Rating>: {3.1} |in the week of Jun 22, 2026|, beyond its limit (at least {3.43}: "
           "{2%} worse than the 8 weeks before)."},
          {Limit(Code::kLimitUnclear, 3.4, 3.5), "limit_unclear",
           "<Rating>: {3.4} |in the week of Jun 22, 2026|; whether its limit (at least {3.5}) "
           "holds is unclear. // This value may be due to chance."},
          {Limit(Code::kLimitHolds, 3.9, 3.5), "limit_holds",
           "<Rating>: {3.9} |in the week of Jun 22, 2026|, within its limit (at least {3.5})."},
          {RedFlag(), "decoupled",
           "|In the 8 weeks to the end of the week of Jun 22, 2026|, <Active teams> rose by {9%} "
           "(90% interval: {5%} to {13%}) compared with the 8 weeks before, while <Rating> fell by "
           "{2.1%} (90% interval: {1%} to {3.2%}). // The star can go up while customers get less: "
           "find out what drives it ('northstar explain') before you celebrate."},
          {uncertain, "decoupled",
           "|In the 8 weeks to the end of the week of Jun 22, 2026|, <Active teams> rose by {9%} "
           "(90% interval: {−1%} to {13%}) compared with the 8 weeks before, while <Rating> fell "
           "by {2.1%} (90% interval: {1%} to {3.2%}). // The star can go up while customers get "
           "less: find out what drives it ('northstar explain') before you celebrate."},
          {Statement(Code::kNotDecoupled), "not_decoupled",
           "No sign that <Active teams> rose at the expense of guardrails, retention or feedback."},
          {Feedback(Code::kNegativeShare, 0.8, 0.4), "negative_share",
           "{80%} of the texts in 'reviews' |in the week of Jun 22, 2026| were negative (usually "
           "at most {40%}), while <Active teams> went up."},
          {Feedback(Code::kFeedbackVolume, 400, 130), "feedback_volume",
           "Customers wrote {400} texts in 'reviews' |in the week of Jun 22, 2026| (usually at "
           "most {130}), while <Active teams> went down."},
          {Feedback(Code::kFeedbackAlone, 400, 130), "feedback_alone",
           "Feedback in 'reviews' |in the week of Jun 22, 2026| was unusual, but <Active teams> "
           "hardly moved."},
          {Feedback(Code::kFeedbackUsual, 100, 130), "feedback_usual",
           "Feedback in 'reviews' |in the week of Jun 22, 2026| was as usual."},
          {Unusual(687, 720, "country = France"), "unusual",
           "<Active teams>: {687} |in the week of Jun 22, 2026|, below the usual range ({800} "
           "was expected, at least {720}); most of it comes from [country = France]."},
          {Unusual(950, 880), "unusual",
           "<Active teams>: {950} |in the week of Jun 22, 2026|, above the usual range ({800} "
           "was expected, at most {880})."},
          {Statement(Code::kRecordingDoubtful), "recording_doubtful",
           "<Active teams>: {687} |in the week of Jun 22, 2026|; almost nothing was recorded. "
           "// Check the recording before anything else."},
          {Statement(Code::kUsual), "usual",
           "<Active teams>: {687} |in the week of Jun 22, 2026|, within the usual range."},
          {OfSource(Code::kSilent, 5 * 3600, 3 * 3600), "silent",
           "'app' has been silent for {5 hours}, since |Jun 22, 2026, 10:00|; {at most 3 hours} is "
           "usual."},
          {by_project, "silent",
           "'app' has been silent for {5 hours}, since |Jun 22, 2026, 10:00|; {at most 3 hours} is "
           "allowed."},
          {never, "silent", "'app' has sent no data yet; at most {3 hours} of silence is allowed."},
          {OfSource(Code::kRejectsJumped, 0, 0), "rejects_jumped",
           "{5%} of the latest rows of 'app' were rejected, up from {0.2%} before."},
          {OfSource(Code::kStatic, 0, 0), "static",
           "'app' ends |on Jun 22, 2026|; its data were already old when first loaded."},
          {OfSource(Code::kFresh, 600, 3 * 86'400), "fresh",
           "'app' is up to date: its latest data are {10 minutes} old (limit: {3 days})."},
          {Link(Code::kLinkWeaker), "link_weaker",
           "The link between <Active teams> and <Revenue> is weaker than when it was chosen. // "
           "Over the last year, 1 point of its growth came with {0.1} points of growth of the "
           "outcome; in earlier years, with {0.5} to {1.2}."},
          {Link(Code::kLinkHolds), "link_holds",
           "<Active teams> still leads <Revenue> as it did before."},
          {Dated(Code::kDefinitionChanged), "definition_changed",
           "The definition of <Active teams> changed on |Jun 22, 2026| without a new version. // "
           "Raise its 'version' so that old and new numbers are not mixed up."},
          {Statement(Code::kDefinitionKept), "definition_kept",
           "The definition of <Active teams> has not changed within its version."},
          {Dated(Code::kReviewOverdue), "review_overdue",
           "The review of the North Star was due on |Jun 22, 2026|, {3 days} ago. // Run "
           "'northstar review' to prepare it."},
          {Dated(Code::kReviewNotDue), "review_not_due",
           "The next review of the North Star is due on |Jun 22, 2026|."},
          {NoData(kTeams, "", "no complete week yet"), "no_data",
           "<Active teams> could not be judged. // No complete week yet."},
          {NoData({}, "app", "It holds nothing."), "no_data",
           "'app' could not be judged. // It holds nothing."},
          {NoData({}, "", ""), "no_data", "There is nothing to judge."},
      },
      CheckFindingRules());
}

TEST(CheckWords, SpansOfTimeAreRounded) {
  EXPECT_EQ(SpanOfTimeWords(10), "1 minute");
  EXPECT_EQ(SpanOfTimeWords(45 * 60), "45 minutes");
  EXPECT_EQ(SpanOfTimeWords(94.5 * 3600), "4 days");
  EXPECT_EQ(SpanOfTimeWords(5.2 * 3600), "5 hours");
}

}  // namespace
}  // namespace northstar::testing
