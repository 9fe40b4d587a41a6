// Units (users, workspaces) from their first days to what became of them: the input of the cohort
// tests. Windows are whole local days from the unit's first active day: early [0, E), outcome
// [E, H). Who is first seen too late to be followed for H days is left out; who was first seen
// shortly after the data begin is left out too, because it may be older. Nothing in events says
// that somebody has left for good, so every unit counts as there at day E; that a unit which left
// within the early window did less in it is what the activity baseline is for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/cohorts/activity_roles.h"
#include "base/calendar.h"
#include "engine/gathered.h"
#include "model/metric.h"
#include "model/project_ref.h"
#include "plan/data_facts.h"

namespace northstar {

// How a unit's early value is read off its history (Accumulator::Shape::kHistories).
enum class DoseMeasure {
  kRows,     // matching events, or sessions
  kValue,    // the sum of their value
  kMean,     // its mean
  kDays,     // days with a matching event
  kOthers,   // other entities that took part
  kReached,  // 1 when it got there, else 0
};

// A metric's contribution of one entity, as a leaf whose histories can be gathered.
struct Dose {
  Metric leaf;  // adapted: an active metric for anything that counts who is there
  std::string entity;
  DoseMeasure measure = DoseMeasure::kRows;
  double threshold = 0;  // of an active metric that asks for several; 0: none
  std::string words;     // "people who did it", "events", "days with one", …
};
// Nullopt: its value does not come from entities (given series, feedback), or of which entity it is
// remains to be said (plan/metric_unit.h).
std::optional<Dose> DoseOf(const Project& project, const Metric& metric, const DataFacts& facts);

struct CohortDesign {
  int early_days = 7;    // E
  int months_ahead = 3;  // k
  Grain cohort = Grain::kMonth;
  int horizon() const { return early_days + 28 * months_ahead; }
};

struct CohortUnit {
  int cohort = 0;       // number of the calendar period of its first day, from 0
  int first_day = 0;    // in the grid of days
  double early = 0;     // V
  double activity = 0;  // events of any kind in the early window
  double active_days = 0;
  double last_active = 0;    // its last active day in the early window, 0 to E-1
  bool returned = false;     // active in the outcome window
  double paid = 0;           // in the outcome window
  double followed_days = 0;  // from day E until it was last seen, or until the data end
  bool gone = false;         // last seen long before the data end
};

// The histories are on one grid of days; ids of one entity are the same in all.
struct UnitHistories {
  const Histories* activity = nullptr;
  const Histories* paid = nullptr;  // null: no outcome of these entities
  std::vector<int64_t> day_cohort;  // by day of the grid: number of its cohort
  int first_day = 0;                // data are complete from here on, after left censoring
  int end_day = 0;                  // data are complete up to here, exclusive
  double rhythm_days = 1;           // analysis/rhythm.h
};

struct MeasuredUnits {
  std::vector<CohortUnit> units;
  int64_t too_young = 0;    // not followed for H days
  int64_t maybe_older = 0;  // first seen shortly after the data begin
};
MeasuredUnits MeasureUnits(const UnitHistories& histories, const Histories& dose,
                           DoseMeasure measure, const ActivityRoles& roles,
                           const CohortDesign& design);

// The days [from, to) of one entity as one number.
double MeasureDose(const Histories& histories, const Histories::Entity& entity, DoseMeasure measure,
                   int from, int to);

}  // namespace northstar
