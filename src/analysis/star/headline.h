// Which one sentence about a metric comes first, in the terminal, in the report and in every other
// form: the first of these that holds.
//
//   the data are stale or broken · it rises while what it stands for falls (decoupled), or a
//   guardrail is broken · the last step is unusual · its level has changed within the quarter or 13
//   weeks · a goal will be missed or met · it is steady
//
// How it is said is words/headline.h.
#pragma once

#include "words/headline.h"

namespace northstar {

// Which rule holds, what it says, and the step in proportion: "687 teams in the week of Jun 22,
// 2026: 16% fewer than …" Its rule is the name of the HeadlineRule.
Said ChooseHeadline(const HeadlineFacts& facts);
// The level step is recent enough, and its interval does not hold 0.
bool LevelIsNews(const HeadlineFacts& facts);
// The quarter so far tells the same story as the level step.
bool QuarterTellsIt(const HeadlineFacts& facts);

}  // namespace northstar
