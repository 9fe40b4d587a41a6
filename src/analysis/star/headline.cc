#include "analysis/star/headline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

constexpr int kWeeksOfLevel = 13;  // how long a new level is news
constexpr double kTooNoisy = 0.5;  // usual movement, relative: single steps say nothing
constexpr double kLikely = 0.8;    // chance from which on a goal will be met; 1 − it: missed
constexpr double kSeenAsChange = 0.005;

// "687 teams in the week of Jun 22, 2026"; metrics whose unit does not name them by their label.
Sentence Now(const HeadlineFacts& f) {
  return Say("{}: {} {}", OfMetric(f.metric, f.label), Value(WithUnit(f.look, f.value)),
             Period(InPeriod(f.grain, f.period)));
}

// "16% fewer", "1.9 points lower".
Sentence Compared(const HeadlineFacts& f, double from) {
  const bool less = *f.value < from;
  const char* word = f.counted ? (less ? "fewer" : "more") : (less ? "lower" : "higher");
  const std::string change = ChangeText(f.look, from, f.value);
  const size_t sign = change.starts_with("−") ? std::string_view("−").size() : 1;
  return Say("{} {}", Value(change.substr(sign)), word);
}

std::string BeforeWords(const HeadlineFacts& f) {
  return fmt::format("from the {} before", GrainName(f.grain));
}

bool TooNoisy(const HeadlineFacts& f) {
  return f.usual && f.usual_relative && *f.usual >= kTooNoisy;
}

// The last step beside what is usual.
Sentence StepWords(const HeadlineFacts& f) {
  // In the terms of what is usual.
  const bool plain = f.usual && !f.usual_relative && f.previous;
  const Sentence change = Value(plain ? SignedValue(f.look, *f.value - *f.previous)
                                      : ChangeText(f.look, f.previous, f.value));
  if (change.empty()) return "";
  const std::string before = BeforeWords(f);
  if (!f.usual) return Say("The last change was {} {}.", change, before);
  const Sentence usual = Value(UsualText(f.look, *f.usual, f.usual_relative));
  if (TooNoisy(f)) {
    return Say(
        "The last change, {} {}, means little: the metric is too noisy to judge by the {} (usually "
        "{}).",
        change, before, GrainName(f.grain), usual);
  }
  return Say("The last change, {} {}, is {} its usual movement ({}).", change, before,
             f.unusual ? "outside" : "within", usual);
}

Sentence YearWords(const HeadlineFacts& f) {
  const std::string change = ChangeText(f.look, f.year_ago, f.value);
  if (change.empty()) return "";
  return Say("A year ago it was {} ({}).", Value(FormatValue(f.look, f.year_ago)), Value(change));
}

Sentence LevelText(const HeadlineFacts& f) {
  const LevelStep& step = *f.step;
  const Sentence level =
      Say("the level {} by {} {} (95% interval: {} to {})", step.relative < 0 ? "fell" : "rose",
          Value(PercentText(std::fabs(step.relative))), Period(InPeriod(f.grain, step.period)),
          Value(PercentText(std::min(std::fabs(step.low), std::fabs(step.high)))),
          Value(PercentText(std::max(std::fabs(step.low), std::fabs(step.high)))));
  // The quarter tells it shorter.
  if (!QuarterTellsIt(f)) return Say("{}; {}.", Now(f), level);
  return Say("{}, {} than when the quarter began; {}.", Now(f), Compared(f, *f.at_quarter_start),
             level);
}

Sentence GoalText(const HeadlineFacts& f) {
  const HeadlineGoal& goal = *f.goal;
  const bool met = goal.chance >= kLikely;
  const int tenths = static_cast<int>(std::lround(goal.chance * 10));
  const std::string chance = tenths <= 0    ? "less than 1 in 10"
                             : tenths >= 10 ? "more than 9 in 10"
                                            : fmt::format("about {} in 10", tenths);
  return Say("{}; the goal of {} by {} will probably be {} (chance {}).", Now(f),
             Value(FormatValue(f.look, goal.target)), Period(DateWords(goal.date)),
             met ? "met" : "missed", Value(chance));
}

Sentence SteadyText(const HeadlineFacts& f) {
  if (TooNoisy(f))
    return Say("{}; it is too noisy to judge by the {}.", Now(f), GrainName(f.grain));
  const bool usual = f.usual && !ChangeText(f.look, f.previous, f.value).empty();
  return Say("{}{}.", Now(f), usual ? ", a usual value" : "");
}

HeadlineRule RuleOf(const HeadlineFacts& f) {
  if (!f.value) return HeadlineRule::kNoValue;
  if (!f.stale.empty()) return HeadlineRule::kDataStale;
  if (!f.decoupled.empty()) return HeadlineRule::kDecoupled;
  if (!f.broken.empty()) return HeadlineRule::kGuardrailBroken;
  if (f.unusual && !TooNoisy(f)) return HeadlineRule::kStepUnusual;
  if (LevelIsNews(f)) return HeadlineRule::kLevelChanged;
  if (f.goal && (f.goal->chance >= kLikely || f.goal->chance <= 1 - kLikely))
    return HeadlineRule::kGoal;
  return HeadlineRule::kSteady;
}

Sentence TextOf(HeadlineRule rule, const HeadlineFacts& f) {
  const Sentence metric = OfMetric(f.metric, f.label);
  switch (rule) {
    case HeadlineRule::kNoValue:
      if (f.stale.empty() && (f.previous || f.year_ago))
        return Say("{} has no value {}.", metric, Period(InPeriod(f.grain, f.period)));
      return f.stale.empty() ? Say("{} has no value in a complete period yet.", metric)
                             : Say("{} has no value: {}", metric, f.stale.front());
    case HeadlineRule::kDataStale:
      return Say("{} is the latest known value: {}", Now(f), f.stale.front());
    case HeadlineRule::kDecoupled:
      return Say("{}, but {}", Now(f), f.decoupled);
    case HeadlineRule::kGuardrailBroken:
      return Say("{}, but {} broken: {}.", Now(f),
                 f.broken.size() == 1 ? "a guardrail is" : "guardrails are", Listed(f.broken));
    case HeadlineRule::kStepUnusual:
      if (ChangeText(f.look, f.previous, f.value).empty())
        return Say("{}, an unusual change.", Now(f));
      return Say("{}, {} than the {} before: an unusual change.", Now(f), Compared(f, *f.previous),
                 GrainName(f.grain));
    case HeadlineRule::kLevelChanged:
      return LevelText(f);
    case HeadlineRule::kGoal:
      return GoalText(f);
    case HeadlineRule::kSteady:
      break;
  }
  return SteadyText(f);
}

}  // namespace

std::string_view HeadlineRuleName(HeadlineRule rule) {
  static constexpr std::string_view kNames[] = {
      "no_value",     "data_stale",    "decoupled", "guardrail_broken",
      "step_unusual", "level_changed", "goal",      "steady"};
  return kNames[static_cast<size_t>(rule)];
}

bool LevelIsNews(const HeadlineFacts& f) {
  if (!f.step || (f.step->low <= 0 && f.step->high >= 0)) return false;
  const int longest = f.grain == Grain::kHour    ? kWeeksOfLevel * 7 * 24
                      : f.grain == Grain::kDay   ? kWeeksOfLevel * 7
                      : f.grain == Grain::kWeek  ? kWeeksOfLevel
                      : f.grain == Grain::kMonth ? 3
                                                 : 1;
  return f.step->periods_ago < longest;
}

bool QuarterTellsIt(const HeadlineFacts& f) {
  if (!f.step || !f.value || !f.at_quarter_start || *f.at_quarter_start <= 0) return false;
  const double change = *f.value / *f.at_quarter_start - 1;
  return change * f.step->relative > 0 && std::fabs(change) > kSeenAsChange;
}

Said ChooseHeadline(const HeadlineFacts& facts) {
  const HeadlineRule rule = RuleOf(facts);
  Said said{TextOf(rule, facts), "", std::string(HeadlineRuleName(rule))};
  if (rule == HeadlineRule::kNoValue) return said;
  said.Add(StepWords(facts));
  said.Add(YearWords(facts));
  return said;
}

}  // namespace northstar
