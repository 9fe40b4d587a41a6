// Which open bet next: expected movement of the star per effort. The expectation is what past bets
// leave of it, times how strongly the input moves the star. Internal to bets/.
#pragma once

#include <optional>
#include <vector>

#include "analysis/bets/star_strength.h"

namespace northstar {

// Fills what the bet would do to the star, from `bet`, `moves` and `moves_input`. The interval is
// that of the strength, or where a formula is exact the record's, where it has one.
void Foresee(const StarStrengths& strengths, const std::optional<stats::BetRecord>& record,
             PlannedBet& planned);

// The most of the star per effort first, in the direction that is good for it; then those without
// an effort, by how much; those whose effect nobody knows; and last those that move no input. Equal
// ones keep their order. Pure.
void SortPlan(bool increase_is_good, std::vector<PlannedBet>& plan);

// In words, in the order of the plan. `star` may be null.
void SayPlan(const Metric* star, std::vector<PlannedBet>& plan);

}  // namespace northstar
