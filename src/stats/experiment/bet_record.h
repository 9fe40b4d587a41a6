// How past bets went against what was expected of them, and what the next expectation is worth.
// Sources: shrinkage of what was measured: Efron & Morris 1973; of what is expected, see below.
// Pure and thread safe.
#pragma once

#include <optional>
#include <span>

#include "stats/proportion.h"

namespace northstar::stats {

struct PastBet {
  double expected = 0;  // not 0
  double measured = 0;  // in the unit of `expected`
  double standard_error = 0;
};

// Ratios are measured over expected: 1 came as expected, 0 did nothing, below 0 backfired.
struct BetRecord {
  int bets = 0;
  double median_ratio = 0;
  // Bets whose effect has the expected sign, with its interval (Wilson).
  Proportion right_sign;
  // What a next expectation is to be multiplied by: the median drawn to 1 as if one bet more had
  // come just as expected, within 0 and 1, since a record does not make a promise larger or turn
  // it.
  double factor = 1;
  // Where the true ratio of a next bet lies, from the spread of these beyond their own errors
  // (RandomEffects); from 5 bets on whose errors are known.
  std::optional<double> next_low, next_high;
};

// Nullopt without bets; those of which nothing was expected are left out. A standard error of 0 is
// an unknown one. REQUIRES: finite, errors >= 0, 0 < level < 1.
std::optional<BetRecord> RecordOf(std::span<const PastBet> bets, double level);

// A reported effect without its luck: those that are looked at because they are large are so by
// chance too. effect · tau² / (tau² + se²), with the variance of true effects from RandomEffects.
// REQUIRES: standard_error >= 0, tau_squared >= 0, not both 0.
double WithoutLuck(double effect, double standard_error, double tau_squared);

}  // namespace northstar::stats
