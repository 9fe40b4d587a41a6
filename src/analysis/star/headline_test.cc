#include "analysis/star/headline.h"

#include <gtest/gtest.h>

#include <functional>

namespace northstar {
namespace {

HeadlineFacts Teams() {
  HeadlineFacts f;
  f.label = "Teams";
  f.look.unit = "teams";
  f.counted = true;
  f.period = "2026-06-22";
  f.value = 687;
  f.previous = 677;
  f.year_ago = 1091;
  f.usual = 0.095;
  return f;
}

// "U+202F" is in front of units; the table writes it as a plain space.
std::string Plain(std::string text) {
  const std::string narrow = "\u202f";
  for (size_t at; (at = text.find(narrow)) != std::string::npos;)
    text.replace(at, narrow.size(), " ");
  return text;
}

struct Row {
  const char* what;
  std::function<void(HeadlineFacts&)> change;
  HeadlineRule rule;
  const char* text;
};

const char* const kNow = "Teams: 687 teams in the week of Jun 22, 2026";

TEST(ChooseHeadline, TheFirstRuleThatHoldsWins) {
  const auto goal = [](double chance) { return HeadlineGoal{950, "2026-09-30", chance}; };
  const LevelStep fall{"2026-05-11", 6, -0.14, -0.18, -0.10};
  const Row rows[] = {
      {"no value", [](auto& f) { f.value.reset(), f.previous.reset(), f.year_ago.reset(); },
       HeadlineRule::kNoValue, "Teams has no value in a complete period yet."},
      {"no value any more", [](auto& f) { f.value.reset(); }, HeadlineRule::kNoValue,
       "Teams has no value in the week of Jun 22, 2026."},
      {"steady", [](auto&) {}, HeadlineRule::kSteady, ", a usual value."},
      {"a goal in reach", [&](auto& f) { f.goal = goal(0.9); }, HeadlineRule::kGoal,
       "; the goal of 950 by Sep 30, 2026 will probably be met (chance about 9 in 10)."},
      {"a goal out of reach", [&](auto& f) { f.goal = goal(0.04); }, HeadlineRule::kGoal,
       "; the goal of 950 by Sep 30, 2026 will probably be missed (chance less than 1 in 10)."},
      {"an open goal says nothing", [&](auto& f) { f.goal = goal(0.5); }, HeadlineRule::kSteady,
       ", a usual value."},
      {"a level beats a goal", [&](auto& f) { f.goal = goal(0.04), f.step = fall; },
       HeadlineRule::kLevelChanged,
       "; the level fell by 14% in the week of May 11, 2026 (95% interval: 10% to 18%)."},
      {"the quarter tells it", [&](auto& f) { f.step = fall, f.at_quarter_start = 820; },
       HeadlineRule::kLevelChanged,
       ", 16% fewer than when the quarter began; the level fell by 14% in the week of May 11, 2026 "
       "(95% interval: 10% to 18%)."},
      {"unless it goes the other way", [&](auto& f) { f.step = fall, f.at_quarter_start = 600; },
       HeadlineRule::kLevelChanged,
       "; the level fell by 14% in the week of May 11, 2026 (95% interval: 10% to 18%)."},
      {"13 weeks later it is no news", [&](auto& f) { f.step = fall, f.step->periods_ago = 13; },
       HeadlineRule::kSteady, ", a usual value."},
      {"nor when it may be nothing", [&](auto& f) { f.step = fall, f.step->high = 0.01; },
       HeadlineRule::kSteady, ", a usual value."},
      {"months: a quarter",
       [&](auto& f) {
         f.grain = Grain::kMonth, f.period = "2026-05-01", f.step = fall;
         f.step->periods_ago = 3;
       },
       HeadlineRule::kSteady, "Teams: 687 teams in May 2026, a usual value."},
      {"an unusual change beats a level",
       [&](auto& f) { f.step = fall, f.unusual = true, f.previous = 820; },
       HeadlineRule::kStepUnusual, ", 16% fewer than the week before: an unusual change."},
      {"of a noisy metric no step is unusual", [](auto& f) { f.unusual = true, f.usual = 0.81; },
       HeadlineRule::kSteady, "; it is too noisy to judge by the week."},
      {"a broken guardrail beats a step",
       [](auto& f) { f.unusual = true, f.broken = {"Rating 3.2 stars, at least 3.5"}; },
       HeadlineRule::kGuardrailBroken,
       ", but a guardrail is broken: Rating 3.2 stars, at least 3.5."},
      {"decoupled beats a guardrail",
       [](auto& f) { f.broken = {"x"}, f.decoupled = "retention fell while it rose."; },
       HeadlineRule::kDecoupled, ", but retention fell while it rose."},
      {"stale data beat everything",
       [&](auto& f) {
         f.broken = {"x"}, f.decoupled = "y", f.unusual = true, f.step = fall;
         f.stale = {"no events from 'app' since Jun 20."};
       },
       HeadlineRule::kDataStale, " is the latest known value: no events from 'app' since Jun 20."},
  };
  for (const Row& row : rows) {
    HeadlineFacts facts = Teams();
    row.change(facts);
    const Said headline = ChooseHeadline(facts);
    const std::string text = row.text;
    EXPECT_EQ(headline.rule, RuleName(HeadlineRules(), row.rule)) << row.what;
    EXPECT_EQ(Plain(headline.first.text()), text.starts_with("Teams") ? text : kNow + text)
        << row.what;
  }
}

TEST(ChooseHeadline, TheSecondSentencePutsTheLastStepInProportion) {
  HeadlineFacts facts = Teams();
  EXPECT_EQ(
      Plain(ChooseHeadline(facts).more.text()),
      "The last change, +1.5% from the week before, is within its usual movement (±9.5%). A year "
      "ago it was 1,091 (−37%).");
  facts.year_ago.reset();
  facts.usual.reset();
  EXPECT_EQ(ChooseHeadline(facts).more.text(), "The last change was +1.5% from the week before.");
  facts.previous.reset();
  EXPECT_EQ(ChooseHeadline(facts).more.text(), "");
}

TEST(ChooseHeadline, ValuesPeriodsAndTheMetricAreMarked) {
  HeadlineFacts facts = Teams();
  facts.metric = "weekly_active_teams";
  const Said said = ChooseHeadline(facts);
  const auto words = [&](size_t i) {
    const Span& span = said.first.spans().at(i);
    return std::string(SpanKindName(span.kind)) + " " +
           Plain(said.first.text().substr(span.from, span.to - span.from));
  };
  ASSERT_EQ(said.first.spans().size(), 3U);
  EXPECT_EQ(words(0), "metric Teams");
  EXPECT_EQ(said.first.spans()[0].link, "/metric/weekly_active_teams");
  EXPECT_EQ(words(1), "value 687 teams");
  EXPECT_EQ(words(2), "period in the week of Jun 22, 2026");
  EXPECT_FALSE(said.more.spans().empty());
}

TEST(ChooseHeadline, PercentagesMoveByPoints) {
  HeadlineFacts facts = Teams();
  facts.label = "Completion";
  facts.look = {ValueLook::Kind::kPercent};
  facts.counted = false;
  facts.value = 0.881;
  facts.previous = 0.862;
  facts.year_ago.reset();
  facts.usual = 0.0018;
  facts.usual_relative = false;
  facts.unusual = true;
  const Said headline = ChooseHeadline(facts);
  EXPECT_EQ(
      Plain(headline.first.text()),
      "Completion: 88.1% in the week of Jun 22, 2026, 1.9 points higher than the week before: "
      "an unusual change.");
  EXPECT_EQ(
      Plain(headline.more.text()),
      "The last change, +1.9 points from the week before, is outside its usual movement (±0.18 "
      "points).");
}

TEST(ChooseHeadline, ValuesBelowZeroHaveNoShareOfChange) {
  HeadlineFacts facts = Teams();
  facts.look = {.currency = "€"};
  facts.counted = false;
  facts.label = "Net";
  facts.grain = Grain::kMonth;
  facts.period = "2026-05-01";
  facts.value = -5;
  facts.previous = -2;
  facts.year_ago.reset();
  facts.usual.reset();
  EXPECT_EQ(ChooseHeadline(facts).first.text(), "Net: −€5 in May 2026.");
  EXPECT_EQ(ChooseHeadline(facts).more.text(), "The last change was −€3 from the month before.");
}

}  // namespace
}  // namespace northstar
