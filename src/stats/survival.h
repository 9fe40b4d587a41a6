// How long units stay, when some are still there at the end of the data: such units are censored,
// counted while seen and not taken for lost. An event and a censoring at the same time count in
// that order. The mean time up to a horizon compares groups in plain words, also where hazards
// cross. Sources: Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch & Prentice 2002 (log-log
// interval); Mantel 1966 and Peto & Peto 1972 (log-rank); Tarone 1975 (its trend); Royston & Parmar
// 2013.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace northstar::stats {

struct SurvivalUnit {
  double time = 0;  // until the event, or until last seen; any unit, finite, >= 0
  bool event = false;
  int group = 0;
};

// One per distinct event time, in order of time. Survival and its interval are 0-1.
struct SurvivalStep {
  double time = 0;
  double survival = 1;        // just after `time`
  double standard_error = 0;  // Greenwood
  double low = 0;             // log-log interval at the level asked for
  double high = 1;
  int64_t at_risk = 0;  // just before `time`
  int64_t events = 0;   // at `time`
};

// Groups are not told apart. Without an event the curve is empty and survival stays 1. Where it
// falls to 0 Greenwood's error does not exist: the step keeps the error and the `high` of the step
// before, with `low` 0. REQUIRES: 0 < level < 1.
std::vector<SurvivalStep> KaplanMeier(std::span<const SurvivalUnit> units, double level);

double SurvivalAt(std::span<const SurvivalStep> curve, double time);
// The first time at which at most half are left; none when the curve stays above.
std::optional<double> MedianSurvival(std::span<const SurvivalStep> curve);

struct RestrictedMean {
  double mean = 0;  // area under the curve from 0 to the horizon, in the unit of time
  double standard_error = 0;
};

// The curve says nothing past the last time anybody was seen: the caller keeps the horizon within.
// For two groups the errors add in squares. REQUIRES: horizon >= 0.
RestrictedMean RestrictedMeanSurvival(std::span<const SurvivalStep> curve, double horizon);

struct LogRank {
  std::vector<double> observed;  // events by group
  std::vector<double> expected;  // had all groups the same risk
  double chi_squared = 0;        // on groups - 1 degrees of freedom
  double p_value = 1;
  double trend_chi_squared = 0;  // 1 degree of freedom, scores 0, 1, … of the groups in order
  double trend_p_value = 1;
  int groups = 0;  // that were ever at risk of an event
};

// Nullopt without an event, or when no event found two groups at risk.
// REQUIRES: 0 <= group < groups.
std::optional<LogRank> TestLogRank(std::span<const SurvivalUnit> units, int groups);

}  // namespace northstar::stats
