// How many people know the North Star, by team, from graded answers: shares with their intervals,
// and which teams may be shown. Answers that are not graded in full count neither as right nor as
// wrong; silent people count where the sentence says so.
//
// A team with fewer than kFewest answers is shown in the total alone. So that nothing is left to
// subtract, the teams that are not shown have together no answer at all, or at least kFewest from
// two teams or more; the shown team with the fewest answers is left out until that holds.
// Pure and thread safe. Source of the interval: Wilson 1927 (stats/proportion.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stats/proportion.h"

namespace northstar {

inline constexpr int64_t kFewest = 5;

struct TeamKnowledge {
  // As the people's list names it; empty in a total.
  std::string team;
  // None: nobody was invited by name, whoever wants answers.
  std::optional<int64_t> invited;
  // Persons; of them those with all three right, and those without a full grade.
  int64_t answered = 0, knows = 0, unclear = 0;
  // Of those graded in full, 0-1, at 95%; none without any. Filled by RatesOf.
  std::optional<stats::Proportion> rate;
};

struct KnowledgeRates {
  // That may be shown, by name.
  std::vector<TeamKnowledge> teams;
  TeamKnowledge total;
  // Teams that are in the total alone.
  size_t hidden = 0;
};

// `teams`: each once, invited set in all or in none. `named`: nothing is to be hidden.
KnowledgeRates RatesOf(std::vector<TeamKnowledge> teams, bool named);

}  // namespace northstar
