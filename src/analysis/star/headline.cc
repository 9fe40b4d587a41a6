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
std::string Now(const HeadlineFacts& f) {
  const std::string value = WithUnit(f.look, f.value);
  return fmt::format("{}: {} {}", f.label, value, InPeriod(f.grain, f.period));
}

// "16% fewer", "1.9 points lower".
std::string Compared(const HeadlineFacts& f, double from) {
  const bool less = *f.value < from;
  const char* word = f.counted ? (less ? "fewer" : "more") : (less ? "lower" : "higher");
  const std::string change = ChangeText(f.look, from, f.value);
  const size_t sign = change.starts_with("−") ? std::string_view("−").size() : 1;
  return change.substr(sign) + " " + word;
}

std::string BeforeWords(const HeadlineFacts& f) {
  return fmt::format("on the {} before", GrainName(f.grain));
}

bool TooNoisy(const HeadlineFacts& f) {
  return f.usual && f.usual_relative && *f.usual >= kTooNoisy;
}

// The last step beside what is usual.
std::string StepWords(const HeadlineFacts& f) {
  // In the terms of what is usual.
  const bool plain = f.usual && !f.usual_relative && f.previous;
  const std::string change =
      plain ? SignedValue(f.look, *f.value - *f.previous) : ChangeText(f.look, f.previous, f.value);
  if (change.empty()) return "";
  if (TooNoisy(f)) {
    return fmt::format(
        "The last step, {} {}, says little: it is too noisy to judge by the {} "
        "(usually {}).",
        change, BeforeWords(f), GrainName(f.grain), UsualText(f.look, *f.usual, f.usual_relative));
  }
  if (!f.usual) return fmt::format("The last step was {} {}.", change, BeforeWords(f));
  if (f.unusual) {
    return fmt::format("The last step, {} {}, is outside its usual movement ({}).", change,
                       BeforeWords(f), UsualText(f.look, *f.usual, f.usual_relative));
  }
  return fmt::format("The last step, {} {}, is within its usual movement ({}).", change,
                     BeforeWords(f), UsualText(f.look, *f.usual, f.usual_relative));
}

std::string YearWords(const HeadlineFacts& f) {
  const std::string change = ChangeText(f.look, f.year_ago, f.value);
  if (change.empty()) return "";
  return fmt::format("A year ago it was {} ({}).", FormatValue(f.look, f.year_ago), change);
}

std::string Both(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() ? a + b : a + " " + b;
}

std::string LevelText(const HeadlineFacts& f) {
  const LevelStep& step = *f.step;
  const std::string level = fmt::format(
      "the level {} by {} {} (95% interval: {} to {})", step.relative < 0 ? "fell" : "rose",
      PercentText(std::fabs(step.relative)), InPeriod(f.grain, step.period),
      PercentText(std::min(std::fabs(step.low), std::fabs(step.high))),
      PercentText(std::max(std::fabs(step.low), std::fabs(step.high))));
  // The quarter tells it shorter.
  if (!QuarterTellsIt(f)) return fmt::format("{}; {}.", Now(f), level);
  return fmt::format("{}, {} than when the quarter began; {}.", Now(f),
                     Compared(f, *f.at_quarter_start), level);
}

std::string GoalText(const HeadlineFacts& f) {
  const HeadlineGoal& goal = *f.goal;
  const bool met = goal.chance >= kLikely;
  const int tenths = static_cast<int>(std::lround(goal.chance * 10));
  const std::string chance = tenths <= 0    ? "less than 1 in 10"
                             : tenths >= 10 ? "more than 9 in 10"
                                            : fmt::format("about {} in 10", tenths);
  return fmt::format("{}; the goal of {} by {} will probably be {} (chance {}).", Now(f),
                     FormatValue(f.look, goal.target), DateWords(goal.date), met ? "met" : "missed",
                     chance);
}

std::string SteadyText(const HeadlineFacts& f) {
  if (TooNoisy(f))
    return fmt::format("{}; it is too noisy to judge by the {}.", Now(f), GrainName(f.grain));
  return f.usual && !ChangeText(f.look, f.previous, f.value).empty() ? Now(f) + ", a usual value."
                                                                     : Now(f) + ".";
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

std::string TextOf(HeadlineRule rule, const HeadlineFacts& f) {
  switch (rule) {
    case HeadlineRule::kNoValue:
      return f.stale.empty() ? f.label + " has no value in a complete period yet."
                             : fmt::format("{} has no value: {}", f.label, f.stale.front());
    case HeadlineRule::kDataStale:
      return fmt::format("{} is the last that is known: {}", Now(f), f.stale.front());
    case HeadlineRule::kDecoupled:
      return fmt::format("{}, but {}", Now(f), f.decoupled);
    case HeadlineRule::kGuardrailBroken:
      return fmt::format("{}, but {} broken: {}.", Now(f),
                         f.broken.size() == 1 ? "a guardrail is" : "guardrails are",
                         Join(f.broken, "; "));
    case HeadlineRule::kStepUnusual: {
      const std::string change = ChangeText(f.look, f.previous, f.value);
      return change.empty() ? fmt::format("{}, an unusual step.", Now(f))
                            : fmt::format("{}, {} than the {} before: an unusual step.", Now(f),
                                          Compared(f, *f.previous), GrainName(f.grain));
    }
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

StarHeadline ChooseHeadline(const HeadlineFacts& facts) {
  StarHeadline headline;
  headline.rule = RuleOf(facts);
  headline.text = TextOf(headline.rule, facts);
  if (headline.rule != HeadlineRule::kNoValue)
    headline.second = Both(StepWords(facts), YearWords(facts));
  return headline;
}

}  // namespace northstar
