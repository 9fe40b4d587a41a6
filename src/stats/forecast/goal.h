// Will a target be met at its date? The chance from simulated paths around the forecast, and the
// growth that it takes beside the growth that there has been. It leaves out what nobody has seen: a
// chance is that of a future which goes on as the forecast's errors did so far.
// Pure, deterministic, thread safe; O(paths · steps).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "stats/forecast/forecast.h"

namespace northstar::stats {

// What of the time until the date is to meet the target: its last value, or the sum or the mean of
// all its values, those already known included.
enum class GoalOver { kLast, kSum, kAverage };

struct Goal {
  // In the unit of the values.
  double target = 0;
  // Complete periods from the last value to the date; the target is due in the last of them.
  size_t steps = 1;
  // False: the value is to fall to the target, and meeting it means at most.
  bool at_least = true;
  GoalOver over = GoalOver::kLast;
  // Of sums and means: the first of the steps that counts, from 1, and what is known already: the
  // sum of the values before it, and how many there are. All ignored for kLast.
  size_t first_step = 1;
  double known_sum = 0;
  size_t known = 0;
};

enum class GoalFinding { kOpen, kUnrealistic, kAlreadyCertain };
// OPEN, UNREALISTIC, ALREADY_CERTAIN: as answers name them. Static text.
std::string_view NameOf(GoalFinding finding);

struct GoalOutlook {
  // 0-1, share of the paths that meet the target in the period of the date.
  double chance = 0;
  GoalFinding finding = GoalFinding::kOpen;
  // Whether growth is relative (0.02: 2 % a period); where a value or the target is not above 0 it
  // is absolute, in the unit of the values.
  bool relative = true;
  // Per period, from the last value to the target, the same in each; kLast only, as is `relative`.
  double required_growth = 0;
  // Of sums and means, in place of growth: the mean that the remaining periods have to bring.
  // Negative where more than the target is there already.
  std::optional<double> required_mean;
  // Share of earlier stretches of as many periods whose growth per period (or mean) was less than
  // required (more, for a value that is to fall), 0-1; nullopt without such a stretch.
  std::optional<double> percentile;
};

// Chances are multiples of 1 / paths; the same seed gives the same paths.
struct GoalOptions {
  size_t paths = 2000;
  uint64_t seed = 1;
};

// `history` is what the forecast was made from, without missing values. Paths add up blocks of the
// forecast's own one-step errors and are scaled, step by step, to the spread of its intervals. For
// sums and means an error lasts as far as the intervals grow with the steps: not at all around a
// level, for good in a random walk.
// kAlreadyCertain: a chance above 0.95. kUnrealistic: more growth per period than in 99 % of
// earlier stretches, and a chance below one half. Nullopt with under 8 one-step errors, an empty
// history, fewer forecast steps than the goal's, or a first step beyond them.
// REQUIRES: finite; steps >= 1; paths >= 1.
std::optional<GoalOutlook> AssessGoal(std::span<const double> history, const Forecast& forecast,
                                      const Goal& goal, const GoalOptions& options = {});

}  // namespace northstar::stats
