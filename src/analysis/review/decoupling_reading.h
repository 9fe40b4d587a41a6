// The red flag of a quarter: the star rose while something that guards it fell. One window that is
// fixed beforehand, the quarter, and all guards together, so that looking at several is paid for.
// A line through thirteen weeks looks surer than it is, because values go along in time and have a
// season; so the guard must also have fallen much further than it usually moves within as long a
// time, by its own history, or
// than a year before.
// On bare values, so that it can be simulated (bench/calibration/reviews.cc); the test is
// stats/divergence.h. Pure and thread safe.
#pragma once

#include <cstddef>
#include <vector>

#include "stats/divergence.h"

namespace northstar {

// A guardrail beside the star at the same periods, the last of which ends the quarter.
struct GuardHistory {
  // Of equal length, the oldest value first; finite.
  std::vector<double> star, guard;
  // Periods of the quarter, at the end, and of a year.
  size_t window = 0, year = 52;
  bool rise_is_good = true;
  // A relative change for the worse that is not worth an alarm, 0-1.
  double tolerance = 0;
};

struct DecouplingReading {
  // Place in the list of guards.
  size_t guard = 0;
  // Over the window.
  stats::Divergence divergence;
  // Over all guards (Benjamini & Hochberg).
  double p_adjusted = 1;
  // How far the guard fell, in units of what it usually moves; or how much further than a year
  // before, in units of that, whichever is more.
  double times_usual = 0;
};

// Windows of history that are needed, the quarter's own included.
inline constexpr size_t kLeastWindows = 4;
// What is a finding: the adjusted p-value at most, and the fall at least, in units of the usual
// one.
inline constexpr double kDecouplingAlpha = 0.05;
inline constexpr double kTimesUsual = 3;

// Whether there is history enough to compare with. REQUIRES: as above.
bool CanRead(const GuardHistory& guard);
// Whether the star rose over the window by its own line beside any of them; without a line it did
// not. REQUIRES: as above.
bool StarRose(const std::vector<GuardHistory>& guards);
// Those that fell beyond their tolerance while the star rose, the surest first. Guards without
// history enough, or without variation, are passed over. REQUIRES: as above.
std::vector<DecouplingReading> ReadDecoupling(const std::vector<GuardHistory>& guards);

}  // namespace northstar
