// Units that come, do things day by day, pay, and leave: as the histories that the engine gathers,
// so that the cohort tests are tried together with how units are measured.
#pragma once

#include "analysis/cohorts/cohort_units.h"
#include "base/random.h"

namespace northstar::calibration {

struct CohortWorld {
  const char* name;
  // Events per day of a unit's life: the mean, and the standard deviation of the logarithm of what
  // differs from unit to unit (its propensity; mean 1).
  double rate = 0.7;
  double spread = 0;
  // The part of them that the candidate counts, times exp(taste · fit) with the mean 1; the fit is
  // a standard normal variable of the unit. With taste 0 they are a random part of all events.
  double share = 0.3;
  double taste = 0;
  bool apart = false;  // the candidate's events do not depend on the propensity
  // The mean life in days is life · propensity^life_by_propensity; it is spent from the first day
  // on, or only from the end of the early window on.
  double life = 15;
  double life_by_propensity = 0;
  bool mortal_early = false;
  // Whether a unit stays at all after the early window: log odds, and what the fit adds to them.
  double stays = 100;
  double stays_by_fit = 0;
  // Payments per day of life: pay · propensity^pay_by_propensity · exp(pay_by_fit · fit).
  double pay = 0.03;
  double pay_by_propensity = 0;
  double pay_by_fit = 0;
  // Outcomes are shuffled between the units of a cohort after they were measured.
  bool shuffled = false;
  bool telling = false;  // the candidate does predict
  DoseMeasure measure = DoseMeasure::kRows;
  int early_days = 7;
};

struct CohortSize {
  int cohorts, units_each;
};

CohortDesign DesignOf(const CohortWorld& world);
MeasuredUnits SimulateUnits(const CohortWorld& world, const CohortSize& size, uint64_t seed);

}  // namespace northstar::calibration
