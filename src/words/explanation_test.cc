#include "words/explanation.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = ExplanationStatement::Code;

ExplanationStatement Moved(Code code) {
  ExplanationStatement s{code, {"Active teams", "teams"}};
  s.grain = Grain::kMonth;
  s.before = {"2026-04-01", 500};
  s.after = {"2026-05-01", 450};
  s.change = -50;
  return s;
}

ExplanationStatement WithUsual(Code code) {
  ExplanationStatement s = Moved(code);
  s.usual = {480, 540, 0.12};
  s.unusual = code == Code::kUnusual;
  return s;
}

const std::string kFell =
    "<Active teams> fell by {10%}, from {500} |in Apr 2026| to {450} |in May 2026|";

TEST(ExplanationWords, EveryCodeHasItsSentence) {
  ExplanationStatement same = Moved(Code::kUnchanged);
  same.after.value = 500;
  same.change = 0;
  ExplanationStatement suspect = Moved(Code::kDataSuspect);
  suspect.suspect = "no events from 'app' since Jun 20.";
  ExpectSaid<ExplanationStatement>(
      {{suspect, "data_suspect",
        "Check the data first: no events from 'app' since Jun 20. // " + kFell + "."},
       {same, "unchanged", "<Active teams> stayed at {500}."},
       {WithUsual(Code::kUnusual), "unusual",
        kFell + ", which is unusual (expected: {480 to 540})."},
       {WithUsual(Code::kUsual), "usual",
        kFell + "; this is within its usual movement (up to {−12%})."},
       {Moved(Code::kMoved), "moved", kFell + "."}},
      ExplanationRules());
}

TEST(ExplanationWords, SharesMoveByPoints) {
  ExplanationStatement s = WithUsual(Code::kUsual);
  s.look = {ValueLook::Kind::kPercent};
  s.in_points = true;
  s.before.value = 0.5;
  s.after.value = 0.55;
  s.change = 0.05;
  s.usual = {0.47, 0.56, 0.06, false};
  EXPECT_EQ(Marked(Words(s)),
            "<Active teams> rose by {5 points}, from {50%} |in Apr 2026| to {55%} |in May 2026|; "
            "this is within its usual movement (up to {+6 points}).");
  s.usual->movement.reset();
  EXPECT_EQ(Marked(Words(s)),
            "<Active teams> rose by {5 points}, from {50%} |in Apr 2026| to {55%} |in May 2026|; "
            "this is within the expected range ({47% to 56%}).");
}

TEST(ExplanationWords, WhatStandsOutFollows) {
  using Segments = NotableSegments::Code;
  using Flow = LifecycleReason::Flow;
  const auto more = [](const NotableSegments& segments) {
    ExplanationStatement s = Moved(Code::kMoved);
    s.segments = segments;
    return Marked(Words(s).more);
  };
  const std::vector<std::string> searched = {"plan", "country"};
  EXPECT_EQ(more({Segments::kTooFewValues, {"plan"}}),
            "plan has too few values to tell whether one stands out.");
  EXPECT_EQ(more({Segments::kNone, searched}), "No segment of plan, country stands out.");
  NotableSegments two{Segments::kNotable, searched, {{{"plan", "free"}, {"country", "DE"}}}, 0.62};
  EXPECT_EQ(more(two), "Most notable: [plan = free and country = DE], with {62%} of the change.");
  two.segments.push_back({{"plan", std::nullopt}});
  two.share = 1.4;
  EXPECT_EQ(more(two),
            "Most notable: [plan = free and country = DE] and [plan = (none)]; the rest moved the "
            "other way.");
  two.share = 0.01;
  EXPECT_EQ(more(two),
            "Most notable: [plan = free and country = DE] and [plan = (none)], which moved "
            "differently from the rest.");

  const auto reason = [](Flow flow, bool raises) {
    ExplanationStatement s = Moved(Code::kMoved);
    s.reason = {flow, "team", raises};
    return Marked(Words(s).more);
  };
  EXPECT_EQ(reason(Flow::kNew, false), "The main reason: fewer new teams than usual.");
  EXPECT_EQ(reason(Flow::kResurrected, true), "The main reason: more teams than usual came back.");
  EXPECT_EQ(reason(Flow::kChurned, false),
            "The main reason: more teams than usual did not return.");
  EXPECT_EQ(reason(Flow::kChurned, true),
            "The main reason: fewer teams than usual did not return.");
  EXPECT_EQ(reason(Flow::kContribution, false),
            "The main reason: teams active in both periods contributed less.");

  ExplanationStatement s = Moved(Code::kMoved);
  s.input = {"New teams", "new_teams"};
  s.mentioned = {"price", "export", "login"};
  EXPECT_EQ(Marked(Words(s).more),
            "The largest contribution comes from <New teams>. Customers mentioned “[price]” and "
            "“[export]” more than before.");
}

}  // namespace
}  // namespace northstar::testing
