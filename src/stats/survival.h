// How long units stay, when some are still there at the end of the data: such units are censored,
// counted while seen and not taken for lost. An event and a censoring at the same time count in
// that order. The mean time up to a horizon compares groups in plain words, also where hazards
// cross.
// It leaves out units that come under observation late (all are seen from time 0 on) and competing
// events; covariates are in cox.h. Sources: Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch &
// Prentice 2002 (log-log interval); Mantel 1966 and Peto & Peto 1972 (log-rank); Tarone 1975 (its
// trend); Royston & Parmar 2013.
// Pure and thread safe; the order of units does not matter; O(n log n).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

struct SurvivalUnit {
  // Until the event, or until last seen; any unit, the same for all, finite, >= 0.
  double time = 0;
  // False: censored, that is, still there when last seen.
  bool event = false;
  // From 0; only TestLogRank looks at it.
  int group = 0;
};

// One per distinct event time, in order of time; times with censorings alone have none. Survival
// and its interval are 0-1.
struct SurvivalStep {
  double time = 0;
  // Just after `time`, up to the time of the next step.
  double survival = 1;
  // Greenwood's, of `survival`; 0-1 as well.
  double standard_error = 0;
  // Log-log interval at the level asked for, pointwise: it holds at one time, not for the whole
  // curve.
  double low = 0;
  double high = 1;
  // Seen just before `time`; and how many of them had the event at it.
  int64_t at_risk = 0;
  int64_t events = 0;
};

// Groups are not told apart. Without an event the curve is empty and survival stays 1. Where it
// falls to 0 Greenwood's error does not exist: the step keeps the error and the `high` of the step
// before, with `low` 0. REQUIRES: 0 < level < 1.
std::vector<SurvivalStep> KaplanMeier(std::span<const SurvivalUnit> units, double level);

// The share still there just after `time`: 1 before the first step, that of the last step after it.
// The curve is one of KaplanMeier, here and below.
double SurvivalAt(std::span<const SurvivalStep> curve, double time);
// The first time at which at most half are left; none when the curve stays above, which is no
// fault: then more than half were still there when last seen.
std::optional<double> MedianSurvival(std::span<const SurvivalStep> curve);

struct RestrictedMean {
  double mean = 0;  // area under the curve from 0 to the horizon, in the unit of time
  double standard_error = 0;
};

// The curve says nothing past the last time anybody was seen: the caller keeps the horizon within,
// since the last step would be drawn on at its height. For two groups the errors add in squares.
// REQUIRES: horizon >= 0.
RestrictedMean RestrictedMeanSurvival(std::span<const SurvivalStep> curve, double horizon);

struct LogRank {
  // Events by group, and how many had been expected had all groups the same risk; both add up to
  // all events.
  std::vector<double> observed;
  std::vector<double> expected;
  // On groups - 1 degrees of freedom, of the groups that can be told apart.
  double chi_squared = 0;
  double p_value = 1;
  // 1 degree of freedom, scores 0, 1, … of the groups in order: do events come earlier and earlier?
  double trend_chi_squared = 0;
  double trend_p_value = 1;
  // That were ever at risk of an event.
  int groups = 0;
};

// Nullopt without an event, or when no event found two groups at risk. Groups without units take
// part as empty ones. REQUIRES: 0 <= group < groups.
std::optional<LogRank> TestLogRank(std::span<const SurvivalUnit> units, int groups);

}  // namespace northstar::stats
