// The one sentence about a metric that comes first, in words: value, unit and period, what is to be
// said of it, and in a second sentence the last step in proportion. What is not known is left out;
// nothing here asks for data.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/number_words.h"
#include "words/rule.h"
#include "words/said.h"

namespace northstar {

enum class HeadlineRule {
  kNoValue,
  kDataStale,
  kDecoupled,
  kGuardrailBroken,
  kStepUnusual,
  kLevelChanged,
  kGoal,
  kSteady,
};

// A lasting step of the level.
struct LevelStep {
  std::string period;        // label of the first of the new level
  int periods_ago = 0;       // 0: the last complete one
  double relative = 0;       // −0.14: lower by 14%
  double low = 0, high = 0;  // 95% interval
};

struct HeadlineGoal {
  double target = 0;
  std::string date;   // ISO
  double chance = 0;  // 0-1
};

struct HeadlineFacts {
  std::string metric, label;  // its name in the project, and as shown
  ValueLook look;
  bool counted = false;  // things that can be more or fewer; else higher or lower
  Grain grain = Grain::kWeek;
  std::string period;  // label of the last complete one
  std::optional<double> value, previous, year_ago;
  std::optional<double> at_quarter_start;  // in the period before the quarter began
  std::optional<double> usual;             // movement that 9 in 10 steps do not exceed
  bool usual_relative = true;
  bool unusual = false;            // the last step
  std::vector<std::string> stale;  // sentences on sources that fell silent or broke
  std::string decoupled;           // a sentence; empty: not known to be
  std::vector<Sentence> broken;    // guardrails, each with value and limit: "Rating: 3.2 stars…"
  std::optional<LevelStep> step;   // the latest
  std::optional<HeadlineGoal> goal;
};

struct HeadlineStatement {
  HeadlineRule rule;
  HeadlineFacts facts;
  bool too_noisy = false;         // single steps say nothing
  bool quarter_tells_it = false;  // kLevelChanged: the quarter so far tells the same
  bool goal_in_reach = false;     // kGoal: else it will be missed
};

// By rule.
std::span<const Rule> HeadlineRules();
Said Words(const HeadlineStatement& statement);

}  // namespace northstar
