// Do units with more early value stay, and do they pay? From measured units to a finding: a dose
// table within cohorts, a trend test, how well the value tells who stays, an effect adjusted for
// cohorts, what it adds to plain activity, survival by tertile, stability over cohorts, and how
// strong a hidden common cause would have to be.
// Pure: the same units and rules give the same findings. Association, never cause.
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

enum class CohortFinding {
  kPredicts,
  kPredictsWeakly,
  kActivityOnly,
  kNotDetected,
  kReversed,
  kNotEnoughData,
};
std::string_view CohortFindingName(CohortFinding finding);  // "ACTIVITY_ONLY"

enum class CohortOutcome { kRetention, kRevenue };

struct DoseRow {
  double from = 0, to = 0, mean = 0;  // early value of the group's units
  int64_t units = 0, returned = 0;
  stats::Proportion retained;                    // Wilson interval
  double paid = 0, paid_low = 0, paid_high = 0;  // mean per unit, bootstrap over units
  double median_paid = 0;
  // Share retained and mean paid, had all cohorts been alike: beyond what their cohorts gave.
  double retained_within = 0, paid_within = 0;
};

struct SurvivalTertile {
  double from = 0, to = 0;                 // early value
  std::vector<stats::SurvivalStep> curve;  // days since day E
  double restricted_mean = 0;              // days up to the horizon
};

// Twice the early value, as found in the dose table: what is returned is it worth?
struct Doubling {
  double dose = 0, doubled = 0;  // mean early value of two groups
  double ratio = 0;              // of what they gave: 2 is twice as much
};

struct CohortFindings {
  CohortFinding finding = CohortFinding::kNotEnoughData;
  CohortOutcome outcome = CohortOutcome::kRetention;
  CohortDesign design;
  int cohorts = 0;
  int64_t units = 0, events = 0;  // units that came back, or paid
  int64_t too_young = 0, maybe_older = 0;
  std::vector<DoseRow> doses;
  double monotone =
      0;  // share of the differences between dose groups that a rising line keeps, 0-1
  std::optional<double> plateau_at, plateau_low, plateau_high;  // smallest value that gives 90 %
  std::optional<stats::DoseTrend> trend;
  std::optional<stats::Auc> auc;          // of returning, within cohorts
  std::optional<double> auc_of_activity;  // of the number of any events
  // Of returning: AUC. Of paying: rank correlation. With a 95 % interval.
  std::optional<double> strength, strength_low, strength_high;
  // Predicted outcome at the upper less at the lower quartile of early value, within cohorts: a
  // share of units, or money per unit. With a 95 % interval.
  std::optional<double> effect, effect_low, effect_high;
  double dose_low = 0, dose_high = 0;  // the quartiles
  std::optional<double> added_p;       // that it adds nothing to activity
  bool adds_to_activity = false;
  std::vector<SurvivalTertile> tertiles;
  std::optional<stats::LogRank> log_rank;
  double horizon_days = 0;                     // of the restricted means
  std::optional<double> days_gained;           // top less bottom tertile
  std::optional<stats::MetaResult> stability;  // log odds ratio (or log ratio) over cohorts
  std::optional<double> e_value;
  std::optional<double> dose_variation;  // of the mean early value between cohorts, relative
  std::optional<Doubling> doubling;
};

CohortFindings ValidateCohorts(const MeasuredUnits& measured, CohortOutcome outcome,
                               const CohortDesign& design, const Judgement& judgement,
                               uint64_t seed);

}  // namespace northstar
