// How a key result stands, and what the key results of an objective say together, in words.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/number_words.h"
#include "words/forecast.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"
#include "words/series_time.h"

namespace northstar {

// Which fields count depends on the code; the others are ignored.
struct KeyResultStatement {
  enum class Code {
    // Of a target, while it is open, by its odds.
    kOnTrack,
    kAtRisk,
    kOffTrack,
    // The same where the history is too short for odds.
    kOnPace,
    kBehindPace,
    // When nothing that comes can change it.
    kAchieved,
    kMissed,
    // Of a limit, so far and for the whole period.
    kHolds,
    kHeld,
    kBroken,
    kNoData,
  };

  Code code;
  SeriesName series = {};
  ValueLook look = {};
  SeriesTime time = {};  // with a grain, but for kNoData
  GoalStatement::Over over = GoalStatement::Over::kLast;
  double target = 0;
  std::string date = {};  // ISO; the last day
  // Of the complete periods; none before the first.
  std::optional<double> now = {};
  // Shares of the way; none: there is no way to measure it by.
  std::optional<double> progress = {}, expected = {};
  double chance = 0;  // 0-1
  std::optional<double> least = {}, most = {};
  // That are complete, and of those the ones beyond the limit.
  size_t complete = 0, beyond = 0;
  // The first one beyond it, and its value.
  std::string label = {};
  double value = 0;
  // Why there is nothing to tell: a clause, or a whole sentence.
  std::string problem = {};
};

// By code.
std::span<const Rule> KeyResultRules();
Said Words(const KeyResultStatement& statement);
// "at least 95%", "at most 3", "at least 2 and at most 3". REQUIRES: one of them.
std::string LimitText(const ValueLook& look, const std::optional<double>& least,
                      const std::optional<double>& most);

struct ObjectiveStatement {
  enum class Code {
    kAtAPrice,
    kTooEasy,
    kAllMade,
    kNotByThePlan,
    kWrongBehaviors,
    kAllMissed,
    // No pattern: some are open, or all are settled and say nothing together, or nothing is known.
    kOpen,
    kMixed,
    kNoData,
    // Its period begins after the day, or after the data end.
    kNotBegun,
  };

  Code code;
  // Of kAtAPrice, kNotByThePlan and kWrongBehaviors; not empty there.
  std::vector<SeriesName> stars = {};
  // kAtAPrice: guardrails that broke; kNotByThePlan: leading results that were missed;
  // kWrongBehaviors: those that were made. Not empty there.
  std::vector<SeriesName> others = {};
  // Of kAllMade and kWrongBehaviors: there are limits, and all of them held.
  bool limits_held = false;
  // Of kOpen and kMixed: key results by how they stand, made and held as one.
  size_t count = 0, good = 0, at_risk = 0, bad = 0, unknown = 0;
  // Of kNotBegun, ISO: the first day.
  std::string date = {};
};

// By code.
std::span<const Rule> ObjectiveRules();
// The second statement is what to look at next.
Said Words(const ObjectiveStatement& statement);

}  // namespace northstar
