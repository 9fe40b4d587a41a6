// What an effect with its interval says of a bet. Pure and thread safe. Internal to bets/.
#pragma once

#include <optional>

#include "analysis/bets/bets.h"

namespace northstar {

// Days and units of each arm below which nothing is said: kTooEarly.
inline constexpr int64_t kLeastDays = 14;
inline constexpr int64_t kLeastUnits = 100;

// The interval of the relative effect, or of the difference where there is no relative one.
struct EffectInterval {
  double low = 0, high = 0;
  bool relative = true;
};

// kWorked: beyond 0 in the direction of `expected` (without one: up where `increase_is_good`), and
// reaching what was expected; kPartly: beyond 0 and wholly short of that; kBackfired: beyond 0 the
// other way; else kNotDetected. A difference alone cannot be short of a share. REQUIRES: finite.
BetVerdict JudgeEffect(const EffectInterval& interval, const std::optional<double>& expected,
                       bool increase_is_good);

}  // namespace northstar
