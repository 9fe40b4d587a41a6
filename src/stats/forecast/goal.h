// Will a target be met at its date? The chance from simulated paths around the forecast, and the
// growth that it takes beside the growth that there has been. Source: block bootstrap:
// Kunsch 1989. Pure, deterministic, thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "stats/forecast/forecast.h"

namespace northstar::stats {

// What of the time until the date is to meet the target: its last value, or the sum or the mean of
// all its values.
enum class GoalOver { kLast, kSum, kAverage };

struct Goal {
  double target = 0;
  size_t steps = 1;      // complete periods from the last value to the date
  bool at_least = true;  // false: the value is to fall to the target
  GoalOver over = GoalOver::kLast;
  // Of sums and means: the first of the steps that counts, from 1, and what is known already.
  size_t first_step = 1;
  double known_sum = 0;
  size_t known = 0;  // values in it
};

enum class GoalFinding { kOpen, kUnrealistic, kAlreadyCertain };
// As in the interface: OPEN, UNREALISTIC, ALREADY_CERTAIN.
std::string_view NameOf(GoalFinding finding);

struct GoalOutlook {
  double chance = 0;  // 0-1, share of the paths that meet the target in the period of the date
  GoalFinding finding = GoalFinding::kOpen;
  bool relative = true;        // growth is relative; false where a value is not above 0: absolute
  double required_growth = 0;  // per period, from the last value to the target
  // Of sums and means, in place of growth: the mean that the remaining periods have to bring.
  std::optional<double> required_mean;
  // Share of earlier stretches of as many periods whose growth per period (or mean) was less than
  // required (more, for a value that is to fall), 0-1; nullopt without such a stretch.
  std::optional<double> percentile;
};

struct GoalOptions {
  size_t paths = 2000;
  uint64_t seed = 1;
};

// `history` is what the forecast was made from, without missing values. Paths add up blocks of the
// forecast's own one-step errors and are scaled, step by step, to the spread of its intervals.
// kAlreadyCertain: a chance above 0.95. kUnrealistic: more growth per period than in 99 % of
// earlier stretches, and a chance below one half. Nullopt with under 8 one-step errors or fewer
// forecast steps than the goal's. REQUIRES: finite; steps >= 1.
std::optional<GoalOutlook> AssessGoal(std::span<const double> history, const Forecast& forecast,
                                      const Goal& goal, const GoalOptions& options = {});

}  // namespace northstar::stats
