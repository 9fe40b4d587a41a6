// Checks of series alone: is the last complete period unusual, is a guardrail's limit broken, does
// the star rise while customers get less, is feedback unusual. Pure and thread safe: no project, no
// engine, no clock.
//
// A check looks at many series every period, and each look is a chance of a false alarm. So the
// level of a look follows from how many false alarms a year of a healthy product may bring, shared
// by all looks of that year (docs/decisions/0018-checks.md); docs/calibration.md measures it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "analysis/check/judged.h"
#include "analysis/series/metric_histories.h"
#include "analysis/star/guardrail_limit.h"
#include "stats/anomaly/anomaly.h"

namespace northstar {

// False starts of firing that a year without any fault may bring, of each kind.
inline constexpr double kFalseAnomaliesAYear = 0.4;
inline constexpr double kFalseLimitsAYear = 0.4;
inline constexpr double kFalseFeedbackAYear = 0.1;
// One-sided, of what gets worse while the star rises: windows overlap and two looks have to agree,
// so that it is no share of looks; calibrated to less than one in ten years over four companions.
inline constexpr double kWorseAlpha = 0.01;

// The level of one look at one of the series, 0-1, at most 0.01. `watched`: the grain of each.
double LevelOfALook(double a_year, std::span<const Grain> watched);

// By point of the series, each from those before it alone.
std::vector<stats::AnomalyPoint> PointsOf(const MetricHistory& history,
                                          const std::vector<bool>& masked, double level);
// `masked`: as of ExceptionsIn, by point of the series. Fails where the last value lies outside of
// what those before it let expect, either way, or almost nothing was recorded. kNoData: too short
// a history, or no value.
Judged JudgeAnomaly(const MetricHistory& history, const std::vector<bool>& masked, double level);

// Of a tolerance against the periods before, a broken limit has to be more than what the metric
// does from period to period anyway, at `level` (one-sided); a fixed limit is what the team wants
// to be told of. Fails: broken. Unclear limits hold. `evidence`: as of `tree`, at asked.level.
Judged JudgeGuardrail(const MetricHistory& history, const LimitEvidence& evidence,
                      const AskedLimit& asked, double level);

// By the first local day of the period; complete ones only.
using PeriodValues = std::map<Day, double>;
// What must not get worse while the star rises.
struct Companion {
  // A metric, or a phrase without a name.
  SeriesName name;
  bool rise_is_good = true;
  // Relative change for the worse that is not worth an alarm, 0-1.
  double tolerance = 0;
  PeriodValues values;
};
struct DecoupledRules {
  Grain pace = Grain::kWeek;
  // Periods, at least 4.
  size_t window = 8;
  // One-sided, that the star rises.
  double rise_alpha = 0.05;
};
// As of the last period that star and companion share, and as of the one before: both have to show
// that the star rose and the companion got worse by more than its tolerance (Benjamini-Hochberg
// over companions), each in the mean of the last window against the one before. The period is that
// of the worst one, else the latest. kNoData: no companion shares two windows and a period.
Judged JudgeDecoupled(const SeriesName& star, const PeriodValues& values,
                      const std::vector<Companion>& companions, const DecoupledRules& rules);

struct FeedbackHistory {
  std::string source;
  // Share of negative texts, and texts; weeks.
  MetricHistory negative, volume;
};
// Fails where one of the two is unusual at `level` and the star's last period lies further from the
// mean of the 8 before than one standard deviation. Too few negative texts are no fault.
Judged JudgeFeedback(const FeedbackHistory& feedback, const SeriesName& star,
                     const MetricHistory& star_history, double level);

}  // namespace northstar
