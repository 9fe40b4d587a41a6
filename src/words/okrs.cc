#include "words/okrs.h"

#include <fmt/format.h>

#include "base/period_words.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

// ", 50% of the way where 46% was expected"
Sentence WayWords(const KeyResultStatement& s) {
  if (!s.progress) return "";
  const Sentence way = Value(PercentText(*s.progress));
  const Sentence expected = s.expected ? Value(PercentText(*s.expected)) : Sentence();
  if (*s.progress < 0) {
    const char* away = ", further away than at the start";
    return s.expected ? Say("{} ({} of the way was expected)", away, expected) : Sentence(away);
  }
  return s.expected ? Say(", {} of the way where {} was expected", way, expected)
                    : Say(", {} of the way", way);
}

Sentence NowWords(const KeyResultStatement& s) {
  if (!s.now) return Say("no complete {} yet", GrainName(*s.time.grain));
  const Sentence now = Value(FormatValue(s.look, s.now));
  switch (s.over) {
    case GoalStatement::Over::kLast:
      return Say("now {}{}", now, WayWords(s));
    case GoalStatement::Over::kSum:
      return Say("{} so far{}", now, WayWords(s));
    case GoalStatement::Over::kAverage:
      return Say("{} on average so far{}", now, WayWords(s));
  }
  return "";
}

Sentence LimitWords(const KeyResultStatement& s) {
  return Say("{} of {}", s.series.AsWords(), Value(LimitText(s.look, s.least, s.most)));
}

Sentence First(const KeyResultStatement& s) {
  using Code = KeyResultStatement::Code;
  const Sentence goal = GoalWords(s.series, s.look, s.target, s.over, s.date);
  const Sentence chance = Value(ChanceWords(s.chance));
  const Sentence now = Value(FormatValue(s.look, s.now));
  switch (s.code) {
    case Code::kOnTrack:
      return Say("{}: on track, chance {}; {}.", goal, chance, NowWords(s));
    case Code::kAtRisk:
      return Say("{}: at risk, chance {}; {}.", goal, chance, NowWords(s));
    case Code::kOffTrack:
      return Say("{}: off track, chance {}; {}.", goal, chance, NowWords(s));
    case Code::kOnPace:
      return Say("{}: on pace; {}.", goal, NowWords(s));
    case Code::kBehindPace:
      return Say("{}: behind pace; {}.", goal, NowWords(s));
    case Code::kAchieved:
      return Say("{}: achieved with {}.", goal, now);
    case Code::kMissed:
      return Say("{}: missed with {}{}.", goal, now, WayWords(s));
    case Code::kHolds:
      return Say("{}: holds so far, after {}.", LimitWords(s), StepCount(s.time, s.complete));
    case Code::kHeld:
      return Say("{}: held over {}.", LimitWords(s), StepCount(s.time, s.complete));
    case Code::kBroken:
      return Say("{}: broken in {}, first with {} {}.", LimitWords(s),
                 Value(fmt::format("{} of {}", s.beyond, StepCount(s.time, s.complete))),
                 Value(FormatValue(s.look, s.value)), Period(WhenWords(s.time, s.label)));
    case Code::kNoData:
      return Say("{}: no data to judge it by yet.", s.series.AsWords());
  }
  return "";
}

// What follows the first statement.
Sentence More(const KeyResultStatement& s) {
  using Code = KeyResultStatement::Code;
  if (s.code == Code::kOnPace || s.code == Code::kBehindPace)
    return "The history is too short for odds.";
  if (s.code != Code::kNoData || s.problem.empty()) return "";
  return Capitalised(s.problem) + (s.problem.ends_with('.') ? "" : ".");
}

const char* Their(const std::vector<SeriesName>& names, const char* one, const char* several) {
  return names.size() == 1 ? one : several;
}

// "; at risk: 1", for those that there are.
Sentence CountWords(const char* what, size_t count) {
  return count == 0 ? Sentence() : Say("; {}: {}", what, Value(std::to_string(count)));
}

Sentence First(const ObjectiveStatement& s) {
  using Code = ObjectiveStatement::Code;
  const Sentence good = Value(fmt::format("{} of {}", s.good, s.count));
  switch (s.code) {
    case Code::kAtAPrice:
      return Say("{} reached {} at a price: {} broke {}.", Listed(s.stars),
                 Their(s.stars, "its target", "their targets"), Listed(s.others),
                 Their(s.others, "its limit", "their limits"));
    case Code::kTooEasy:
      return "All targets were met in the first half of the period.";
    case Code::kAllMade:
      return s.limits_held ? "All targets were met, and all limits held." : "All targets were met.";
    case Code::kNotByThePlan:
      return Say("{} reached {}, but not by the plan: {} missed {}.", Listed(s.stars),
                 Their(s.stars, "its target", "their targets"), Listed(s.others),
                 Their(s.others, "its own", "theirs"));
    case Code::kWrongBehaviors:
      return Say("{} reached {}{}, but {} missed {}: the team is optimizing the wrong behaviors.",
                 Listed(s.others), Their(s.others, "its target", "their targets"),
                 s.limits_held ? " and the guardrails held" : "", Listed(s.stars),
                 Their(s.stars, "its own", "theirs"));
    case Code::kAllMissed:
      return "No target was met.";
    case Code::kOpen:
      return Say("{} key results are achieved, held or on track{}{}{}.", good,
                 CountWords("at risk", s.at_risk), CountWords("off track, missed or broken", s.bad),
                 CountWords("without data", s.unknown));
    case Code::kMixed:
      return Say("{} key results were achieved or held{}{}.", good,
                 CountWords("missed or broken", s.bad), CountWords("without data", s.unknown));
    case Code::kNoData:
      return "There are no data to judge its key results by.";
    case Code::kNotBegun:
      return Say("Starts on {}.", Period(DateWords(s.date)));
  }
  return "";
}

// What to look at next.
const char* Next(ObjectiveStatement::Code code) {
  using Code = ObjectiveStatement::Code;
  switch (code) {
    case Code::kAtAPrice:
      return "Before you build on this result, find out what drove it ('northstar explain') and "
             "whether customers received less; raise the target again only when the guardrail "
             "holds.";
    case Code::kTooEasy:
      return "Set targets that stretch the team: one whose chance is about 5 in 10 at the start "
             "says more ('northstar forecast').";
    case Code::kAllMade:
      return "See which inputs moved the star ('northstar tree'), and set the next targets from "
             "there.";
    case Code::kNotByThePlan:
      return "Something else moved the star: find out what ('northstar explain') before you "
             "repeat the plan.";
    case Code::kWrongBehaviors:
      return "Check which inputs move the star ('northstar tree'), and replace the leading "
             "results that do not.";
    case Code::kAllMissed:
      return "Find out what held them back ('northstar explain'): an outage, work that did not "
             "ship, or targets that were out of reach from the start.";
    case Code::kOpen:
    case Code::kMixed:
    case Code::kNoData:
    case Code::kNotBegun:
      break;
  }
  return "";
}

}  // namespace

std::string LimitText(const ValueLook& look, const std::optional<double>& least,
                      const std::optional<double>& most) {
  std::vector<std::string> parts;
  if (least) parts.push_back("at least " + FormatValue(look, least));
  if (most) parts.push_back("at most " + FormatValue(look, most));
  return Join(parts, " and ");
}

std::span<const Rule> KeyResultRules() {
  static constexpr Rule kRules[] = {
      {"on_track", "the odds of the target are 60% or more"},
      {"at_risk", "the odds are between 20% and 60%"},
      {"off_track", "the odds are 20% or less"},
      {"on_pace",
       "the history is too short for odds, and as much of the way is done as of the time"},
      {"behind_pace", "the history is too short for odds, and less of the way is done than that"},
      {"achieved", "the target is met, and nothing that comes can change it"},
      {"missed", "the target is missed, and nothing that comes can change it"},
      {"holds", "no complete period lies beyond the limit so far"},
      {"held", "no period of the OKR lies beyond the limit"},
      {"broken", "a complete period lies beyond the limit"},
      {"no_data", "there is nothing to judge it by"},
  };
  return kRules;
}

Said Words(const KeyResultStatement& s) {
  return {First(s), More(s), RuleName(KeyResultRules(), s.code)};
}

std::span<const Rule> ObjectiveRules() {
  static constexpr Rule kRules[] = {
      {"at_a_price", "the star made its target, and a guardrail broke"},
      {"too_easy", "every target was made within the first half of the time"},
      {"all_made", "all targets are made, and all limits held"},
      {"not_by_the_plan", "the star made its target, and a leading result was missed"},
      {"wrong_behaviors",
       "the leading results are made and the guardrails held, but the star missed its target"},
      {"all_missed", "no target was made"},
      {"open", "no pattern yet: a key result is still open"},
      {"mixed", "all key results are settled, and no pattern holds"},
      {"no_data", "no key result has data"},
      {"not_begun", "the period begins after the data end"},
  };
  return kRules;
}

Said Words(const ObjectiveStatement& s) {
  return {First(s), Next(s.code), RuleName(ObjectiveRules(), s.code)};
}

}  // namespace northstar
