#include "words/headline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

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

// The last step beside what is usual.
Sentence StepWords(const HeadlineStatement& s) {
  const HeadlineFacts& f = s.facts;
  // In the terms of what is usual.
  const bool plain = f.usual && !f.usual_relative && f.previous;
  const Sentence change = Value(plain ? SignedValue(f.look, *f.value - *f.previous)
                                      : ChangeText(f.look, f.previous, f.value));
  if (change.empty()) return "";
  const std::string before = BeforeWords(f);
  if (!f.usual) return Say("The last change was {} {}.", change, before);
  const Sentence usual = Value(UsualText(f.look, *f.usual, f.usual_relative));
  if (s.too_noisy) {
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

Sentence LevelText(const HeadlineStatement& s) {
  const HeadlineFacts& f = s.facts;
  const LevelStep& step = *f.step;
  const Sentence level =
      Say("the level {} by {} {} (95% interval: {} to {})", step.relative < 0 ? "fell" : "rose",
          Value(PercentText(std::fabs(step.relative))), Period(InPeriod(f.grain, step.period)),
          Value(PercentText(std::min(std::fabs(step.low), std::fabs(step.high)))),
          Value(PercentText(std::max(std::fabs(step.low), std::fabs(step.high)))));
  // The quarter tells it shorter.
  if (!s.quarter_tells_it) return Say("{}; {}.", Now(f), level);
  return Say("{}, {} than when the quarter began; {}.", Now(f), Compared(f, *f.at_quarter_start),
             level);
}

Sentence GoalText(const HeadlineStatement& s) {
  const HeadlineFacts& f = s.facts;
  const HeadlineGoal& goal = *f.goal;
  const int tenths = static_cast<int>(std::lround(goal.chance * 10));
  const std::string chance = tenths <= 0    ? "less than 1 in 10"
                             : tenths >= 10 ? "more than 9 in 10"
                                            : fmt::format("about {} in 10", tenths);
  return Say("{}; the goal of {} by {} will probably be {} (chance {}).", Now(f),
             Value(FormatValue(f.look, goal.target)), Period(DateWords(goal.date)),
             s.goal_in_reach ? "met" : "missed", Value(chance));
}

Sentence SteadyText(const HeadlineStatement& s) {
  const HeadlineFacts& f = s.facts;
  if (s.too_noisy)
    return Say("{}; it is too noisy to judge by the {}.", Now(f), GrainName(f.grain));
  const bool usual = f.usual && !ChangeText(f.look, f.previous, f.value).empty();
  return Say("{}{}.", Now(f), usual ? ", a usual value" : "");
}

Sentence First(const HeadlineStatement& s) {
  const HeadlineFacts& f = s.facts;
  const Sentence metric = OfMetric(f.metric, f.label);
  switch (s.rule) {
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
      return LevelText(s);
    case HeadlineRule::kGoal:
      return GoalText(s);
    case HeadlineRule::kSteady:
      break;
  }
  return SteadyText(s);
}

}  // namespace

std::span<const Rule> HeadlineRules() {
  static constexpr Rule kRules[] = {
      {"no_value", "it has no value in a complete period"},
      {"data_stale", "a source fell silent or broke"},
      {"decoupled", "it rises while what it stands for falls"},
      {"guardrail_broken", "a guardrail is broken"},
      {"step_unusual", "its last change was unusual"},
      {"level_changed", "its level shifted within the quarter or 13 weeks"},
      {"goal", "a goal will probably be met or missed"},
      {"steady", "none of these"},
  };
  return kRules;
}

Said Words(const HeadlineStatement& s) {
  Said said{First(s), "", RuleName(HeadlineRules(), s.rule)};
  if (s.rule == HeadlineRule::kNoValue) return said;
  said.Add(StepWords(s));
  said.Add(YearWords(s.facts));
  return said;
}

}  // namespace northstar
