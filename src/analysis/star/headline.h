// Which one sentence about a metric comes first, in the terminal, in the report and in every other
// form: the first of these that holds.
//
//   the data are stale or broken · it rises while what it stands for falls (decoupled), or a
//   guardrail is broken · the last step is unusual · its level has changed within the quarter or 13
//   weeks · a goal will be missed or met · it is steady
//
// Every sentence says value, unit and period; a second one puts the last step in proportion. What
// is not known is left out; nothing here asks for data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/number_words.h"
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
std::string_view HeadlineRuleName(HeadlineRule rule);  // "level_changed"

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

// Which rule holds, what it says, and the step in proportion: "687 teams in the week of Jun 22,
// 2026: 16% fewer than …" Its rule is the name of the HeadlineRule.
Said ChooseHeadline(const HeadlineFacts& facts);
// The level step is recent enough, and its interval does not hold 0.
bool LevelIsNews(const HeadlineFacts& facts);
// The quarter so far tells the same story as the level step.
bool QuarterTellsIt(const HeadlineFacts& facts);

}  // namespace northstar
