#include "words/headline.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

HeadlineStatement Rated(HeadlineRule rule) {
  HeadlineStatement s{rule, {}};
  s.facts.metric = "rating";
  s.facts.label = "Rating";
  s.facts.grain = Grain::kMonth;
  s.facts.period = "2026-05-01";
  s.facts.value = 4.2;
  return s;
}

HeadlineStatement WithStep(HeadlineRule rule) {
  HeadlineStatement s = Rated(rule);
  s.facts.previous = 4;
  s.facts.usual = 0.03;
  s.facts.year_ago = 2.1;
  return s;
}

const std::string kNow = "<Rating>: {4.2} |in May 2026|";

TEST(HeadlineWords, EveryRuleHasItsSentence) {
  HeadlineStatement none = Rated(HeadlineRule::kNoValue);
  none.facts.value.reset();
  HeadlineStatement stale = Rated(HeadlineRule::kDataStale);
  stale.facts.stale = {"no events from 'app' since Jun 20."};
  HeadlineStatement decoupled = Rated(HeadlineRule::kDecoupled);
  decoupled.facts.decoupled = "retention fell while it rose.";
  HeadlineStatement broken = Rated(HeadlineRule::kGuardrailBroken);
  broken.facts.broken = {"Speed: 3 s", "Price: €9"};
  HeadlineStatement unusual = WithStep(HeadlineRule::kStepUnusual);
  unusual.facts.unusual = true;
  HeadlineStatement level = Rated(HeadlineRule::kLevelChanged);
  level.facts.step = {"2026-03-01", 2, -0.14, -0.18, -0.1};
  HeadlineStatement goal = Rated(HeadlineRule::kGoal);
  goal.facts.goal = {4.5, "2026-09-30", 0.04};
  HeadlineStatement noisy = WithStep(HeadlineRule::kSteady);
  noisy.too_noisy = true;
  ExpectSaid<HeadlineStatement>(
      {{none, "no_value", "<Rating> has no value in a complete period yet."},
       {stale, "data_stale",
        kNow + " is the latest known value: no events from 'app' since Jun 20."},
       {decoupled, "decoupled", kNow + ", but retention fell while it rose."},
       {broken, "guardrail_broken",
        kNow + ", but guardrails are broken: Speed: 3 s and Price: €9."},
       {unusual, "step_unusual",
        kNow + ", {5%} higher than the month before: an unusual change. // The last change, {+5%} "
               "from the month before, is outside its usual movement ({±3%}). A year ago it was "
               "{2.1} ({+100%})."},
       {level, "level_changed",
        kNow + "; the level fell by {14%} |in Mar 2026| (95% interval: {10%} to {18%})."},
       {goal, "goal",
        kNow + "; the goal of {4.5} by |Sep 30, 2026| will probably be missed (chance {less than 1 "
               "in 10})."},
       {WithStep(HeadlineRule::kSteady), "steady",
        kNow + ", a usual value. // The last change, {+5%} from the month before, is within its "
               "usual movement ({±3%}). A year ago it was {2.1} ({+100%})."},
       {noisy, "steady",
        kNow + "; it is too noisy to judge by the month. // The last change, {+5%} from the month "
               "before, means little: the metric is too noisy to judge by the month (usually "
               "{±3%}). A year ago it was {2.1} ({+100%})."}},
      HeadlineRules());
}

TEST(HeadlineWords, TheQuarterTellsALevelShorter) {
  HeadlineStatement s = Rated(HeadlineRule::kLevelChanged);
  s.facts.step = {"2026-03-01", 2, 0.14, 0.1, 0.18};
  s.facts.at_quarter_start = 3.5;
  s.quarter_tells_it = true;
  EXPECT_EQ(Marked(Words(s)),
            kNow +
                ", {20%} higher than when the quarter began; the level rose by {14%} |in Mar "
                "2026| (95% interval: {10%} to {18%}).");
}

}  // namespace
}  // namespace northstar::testing
