// Do units with more early value stay, and do they pay? From measured units to a finding: a dose
// table within cohorts, a trend test, how well the value tells who stays, an effect adjusted for
// cohorts, what it adds to plain activity, survival by tertile, stability over cohorts, and how
// strong a hidden common cause would have to be.
// Pure and thread safe: the same units, rules and seed give the same findings. Association, never
// cause. Thresholds are judgement's (`cohorts`); the measures are in stats/.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/cohorts/cohort_units.h"
#include "model/judgement.h"
#include "stats/auc.h"
#include "stats/dose_trend.h"
#include "stats/meta_analysis.h"
#include "stats/proportion.h"
#include "stats/survival.h"

namespace northstar {

// From the adjusted effect: clearly above 0, with what it adds to activity, or not; kReversed:
// clearly below; kNotDetected: neither.
enum class CohortFinding {
  // Adds to activity, strong enough, the dose table rises, and no cohort to come need be the other
  // way.
  kPredicts,
  // Adds to activity, but one of these fails.
  kPredictsWeakly,
  // No more than being active at all tells.
  kActivityOnly,
  kNotDetected,
  kReversed,
  // Too few cohorts, units or events, or nearly all came back: nothing else is filled.
  kNotEnoughData,
};
// "ACTIVITY_ONLY".
std::string_view CohortFindingName(CohortFinding finding);

// Came back in the later window, or what was paid in it (negative sums count as 0).
enum class CohortOutcome { kRetention, kRevenue };

// One group of units with about as much early value.
struct DoseRow {
  // Early value of the group's units, both ends included.
  double from = 0, to = 0, mean = 0;
  int64_t units = 0, returned = 0;
  // Share that came back, 0-1, Wilson interval.
  stats::Proportion retained;
  // Mean per unit, in money, bootstrap over units.
  double paid = 0, paid_low = 0, paid_high = 0;
  double median_paid = 0;
  // Share retained and mean paid, had all cohorts been alike: beyond what their cohorts gave.
  double retained_within = 0, paid_within = 0;
};

// A third of the units that were followed, by early value; fewer where values are equal.
struct SurvivalTertile {
  // Early value, both ends included.
  double from = 0, to = 0;
  // Days since day E, the end of the early window.
  std::vector<stats::SurvivalStep> curve;
  // Days up to the horizon.
  double restricted_mean = 0;
};

// Twice the early value, as found in the dose table: what is returned is it worth?
struct Doubling {
  // Mean early value of two groups, the second about twice the first.
  double dose = 0, doubled = 0;
  // Of what they gave: 2 is twice as much.
  double ratio = 0;
};

// What early value told in one cohort.
struct CohortEffect {
  // As CohortUnit::cohort numbers it.
  int cohort = 0;
  int64_t units = 0;
  // Log odds ratio of returning (or log ratio of what was paid) per standard deviation of the
  // logarithm of early value within cohorts, which is the same for all; with its robust error.
  double effect = 0, error = 0;
};

// What could not be computed is none, or keeps its default.
struct CohortFindings {
  CohortFinding finding = CohortFinding::kNotEnoughData;
  CohortOutcome outcome = CohortOutcome::kRetention;
  // As given: how long the windows were.
  CohortDesign design;
  // With units in them.
  int cohorts = 0;
  // Units, and those of them that came back, or paid.
  int64_t units = 0, events = 0;
  // Units left out: not yet followed long enough; first seen so soon after the data begin that they
  // may be older.
  int64_t too_young = 0, maybe_older = 0;
  // By early value, the lowest first.
  std::vector<DoseRow> doses;
  double monotone =
      0;  // share of the differences between dose groups that a rising line keeps, 0-1
  // Smallest early value that gives 90 % of the most that any gives; only of tables that rise.
  std::optional<double> plateau_at, plateau_low, plateau_high;
  std::optional<stats::DoseTrend> trend;
  // Of returning, within cohorts, by early value; and of the number of any events.
  std::optional<stats::Auc> auc;
  std::optional<double> auc_of_activity;
  // Of returning: AUC. Of paying: rank correlation. With a 95 % interval.
  std::optional<double> strength, strength_low, strength_high;
  // Predicted outcome at the upper less at the lower quartile of early value (`dose_high`,
  // `dose_low`), within cohorts: a share of units, or money per unit. With a 95 % interval. Where
  // the quartiles are equal, the mean of who has more stands for the upper one.
  std::optional<double> effect, effect_low, effect_high;
  double dose_low = 0, dose_high = 0;
  // Two-sided, that it adds nothing to activity; none: it cannot be told apart from it.
  std::optional<double> added_p;
  bool adds_to_activity = false;
  std::vector<SurvivalTertile> tertiles;
  std::optional<stats::LogRank> log_rank;
  // Of the restricted means; at most 365.
  double horizon_days = 0;
  // Restricted mean of the top less that of the bottom tertile.
  std::optional<double> days_gained;
  // By cohort of at least 30 units, the oldest first; those that could not be fitted are left out.
  std::vector<CohortEffect> by_cohort;
  // Of these, taken together; none with fewer than three.
  std::optional<stats::MetaResult> stability;
  // Of the effect as a ratio (stats/proportion.h).
  std::optional<double> e_value;
  // Standard deviation of the mean early value between cohorts over its mean.
  std::optional<double> dose_variation;
  std::optional<Doubling> doubling;
};

// `seed` is for the bootstrap intervals alone. O(units · replicates).
CohortFindings ValidateCohorts(const MeasuredUnits& measured, CohortOutcome outcome,
                               const CohortDesign& design, const Judgement& judgement,
                               uint64_t seed);

}  // namespace northstar
